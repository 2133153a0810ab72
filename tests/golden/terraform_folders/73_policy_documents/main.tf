terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}

variable "accounts" {
  default = ["111111111111", "222222222222"]
}

data "aws_iam_policy_document" "everyone" {
  policy_id = "everyone"
  version   = "2008-10-17"
  statement {
    sid           = "NotMany"
    effect        = "Deny"
    not_actions   = ["s3:Get*", "s3:List*"]
    not_resources = ["arn:aws:s3:::open", "arn:aws:s3:::open/*"]
    not_principals {
      type        = "AWS"
      identifiers = [for a in var.accounts : "arn:aws:iam::${a}:root"]
    }
  }
}

data "aws_iam_policy_document" "mixed" {
  statement {
    sid     = "One"
    actions = ["sts:AssumeRole", "sts:TagSession"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::333333333333:role/z", "arn:aws:iam::333333333333:role/a"]
    }
    principals {
      type        = "Service"
      identifiers = ["ec2.amazonaws.com"]
    }
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::444444444444:role/m"]
    }
    condition {
      test     = "StringLike"
      variable = "aws:PrincipalTag/team"
      values   = ["b", "a"]
    }
    condition {
      test     = "StringLike"
      variable = "aws:RequestTag/env"
      values   = ["prod"]
    }
    condition {
      test     = "NumericLessThan"
      variable = "aws:MultiFactorAuthAge"
      values   = [3600]
    }
  }
  statement {
    actions   = ["*"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }
}

data "aws_iam_policy_document" "base" {
  statement {
    sid       = "A"
    actions   = ["ec2:Describe*"]
    resources = ["*"]
  }
  statement {
    sid       = "B"
    actions   = ["ec2:StartInstances"]
    resources = ["arn:aws:ec2:*:*:instance/*"]
  }
}

data "aws_iam_policy_document" "layered" {
  source_policy_documents = [
    data.aws_iam_policy_document.base.json,
    jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Sid = "C", Effect = "Allow", Action = "ec2:StopInstances", Resource = "*" }]
    }),
  ]
  override_policy_documents = [
    <<-JSON
    {"Version": "2012-10-17", "Statement": [{"Sid": "B", "Effect": "Deny", "Action": ["ec2:StartInstances", "ec2:RunInstances"], "Resource": "*"}]}
    JSON
  ]
  statement {
    sid       = "D"
    actions   = ["ec2:RebootInstances"]
    resources = ["arn:aws:ec2:eu-west-1:*:instance/&{aws:username}"]
  }
}

data "aws_iam_policy_document" "nothing" {}

resource "aws_iam_role" "mixed" {
  name               = "mixed"
  assume_role_policy = data.aws_iam_policy_document.mixed.json
}

resource "aws_iam_policy" "layered" {
  name   = "layered"
  policy = data.aws_iam_policy_document.layered.json
}

resource "aws_s3_bucket_policy" "everyone" {
  bucket = "open"
  policy = data.aws_iam_policy_document.everyone.json
}

resource "aws_ssm_parameter" "nothing" {
  name  = "nothing"
  type  = "String"
  value = data.aws_iam_policy_document.nothing.minified_json
}

output "sids" {
  value = [for s in jsondecode(data.aws_iam_policy_document.layered.json).Statement : try(s.Sid, "none")]
}
