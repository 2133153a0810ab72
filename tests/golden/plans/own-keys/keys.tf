# Keys by reference, by variable and by none: Terraform's plan calls all of them known after apply.
variable "no_key" {
  type    = string
  default = null
}

resource "aws_kms_key" "own" {
  enable_key_rotation = true
}

resource "aws_ebs_volume" "by_reference" {
  availability_zone = "us-east-1a"
  size              = 10
  encrypted         = true
  kms_key_id        = aws_kms_key.own.arn
}

resource "aws_ebs_volume" "left_out" {
  availability_zone = "us-east-1a"
  size              = 10
  encrypted         = true
}

resource "aws_ebs_volume" "by_empty_variable" {
  availability_zone = "us-east-1a"
  size              = 10
  encrypted         = true
  kms_key_id        = var.no_key
}

resource "aws_ebs_volume" "by_choice" {
  for_each          = toset(["a", "b"])
  availability_zone = "us-east-1${each.key}"
  size              = 10
  encrypted         = true
  kms_key_id        = var.no_key == null ? aws_kms_key.own.arn : var.no_key
}

resource "aws_opensearch_domain" "by_reference" {
  domain_name = "by-reference"
  encrypt_at_rest {
    enabled    = true
    kms_key_id = aws_kms_key.own.key_id
  }
}

resource "aws_opensearch_domain" "left_out" {
  domain_name = "left-out"
  encrypt_at_rest {
    enabled = true
  }
}

resource "aws_opensearch_domain" "no_block" {
  domain_name = "no-block"
}

module "with_key" {
  source = "./vault"
  name   = "with-key"
  key    = aws_kms_key.own.arn
}

module "without_key" {
  source = "./vault"
  name   = "without-key"
}
