provider "aws" {
  region = "eu-west-1"
}
variable "use_existing" {
  type    = bool
  default = false
}
variable "existing_key" {
  type    = string
  default = null
}
resource "aws_kms_key" "k" {
  count = var.use_existing ? 0 : 1
}
resource "aws_cloudwatch_log_group" "g" {
  name       = "g"
  kms_key_id = var.use_existing ? var.existing_key : one(aws_kms_key.k[*].arn)
}
resource "aws_s3_bucket" "b" {
  bucket_prefix = "b-"
  tags          = aws_cloudwatch_log_group.g.arn == "" ? { Empty = "yes" } : { Arn = aws_cloudwatch_log_group.g.arn, Static = "x" }
}
resource "aws_s3_bucket" "c" {
  bucket = "c"
  tags   = { Id = aws_s3_bucket.b.id, Known = "k", Maybe = length(aws_s3_bucket.b.id) > 5 ? "long" : "short" }
}
resource "aws_instance" "i" {
  ami                         = "ami-0123456789abcdef0"
  instance_type               = aws_s3_bucket.b.id == "x" ? "t3.small" : "t3.large"
  associate_public_ip_address = try(aws_s3_bucket.b.id != "", true)
  key_name                    = aws_s3_bucket.b.id == "x" ? null : "k"
  user_data                   = <<-EOF
    #!/bin/bash
    echo ${aws_s3_bucket.b.id}
  EOF
  root_block_device {
    volume_size = aws_s3_bucket.b.id == "x" ? 10 : 20
    kms_key_id  = try(aws_kms_key.k[0].arn, null)
  }
  dynamic "ebs_block_device" {
    for_each = aws_kms_key.k
    content {
      device_name = "/dev/sdb"
      kms_key_id  = ebs_block_device.value.arn
      volume_size = 5
    }
  }
}
resource "aws_db_instance" "d" {
  identifier_prefix    = "d-"
  engine               = "postgres"
  instance_class       = "db.t3.micro"
  allocated_storage    = 20
  username             = "u"
  password             = aws_secretsmanager_secret_version.v.secret_string
  kms_key_id           = coalesce(var.existing_key, try(aws_kms_key.k[0].arn, null))
  skip_final_snapshot  = true
  availability_zone    = aws_instance.i.availability_zone
}
resource "aws_secretsmanager_secret" "s" {
  name = "s"
}
resource "aws_secretsmanager_secret_version" "v" {
  secret_id     = aws_secretsmanager_secret.s.id
  secret_string = "pw-12345678"
}
resource "aws_security_group" "sg" {
  name        = "sg"
  description = "for ${aws_s3_bucket.b.id}"
}
resource "aws_security_group_rule" "r" {
  for_each                 = { a = 1, b = 2 }
  type                     = "ingress"
  from_port                = each.value
  to_port                  = each.value
  protocol                 = "tcp"
  security_group_id        = aws_security_group.sg.id
  source_security_group_id = each.key == "a" ? aws_security_group.sg.id : null
  cidr_blocks              = each.key == "a" ? null : ["10.0.0.0/8"]
}
resource "aws_eip" "e" {
  instance = aws_instance.i.id
  domain   = "vpc"
}
resource "aws_route53_record" "a" {
  zone_id = "Z1"
  name    = "x.example.com"
  type    = "A"
  ttl     = 60
  records = [aws_eip.e.public_ip]
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.d.json
}
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.b.arn, "${aws_s3_bucket.b.arn}/*"]
  }
}
data "aws_iam_policy_document" "dep" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
  depends_on = [aws_s3_bucket.b]
}
resource "aws_iam_policy" "dep" {
  name   = "dep"
  policy = data.aws_iam_policy_document.dep.json
}
locals {
  c = {
    same      = aws_s3_bucket.b.id == "x" ? "s" : "s"
    null_br   = aws_s3_bucket.b.id == "x" ? null : "s"
    nest      = aws_s3_bucket.b.id == "x" ? (aws_s3_bucket.b.arn == "y" ? 1 : 2) : 3
    list_same = aws_s3_bucket.b.id == "x" ? ["a"] : ["b"]
    list_len  = length(aws_s3_bucket.b.id == "x" ? ["a"] : ["b"])
    tags_b    = aws_s3_bucket.b.tags
    tags_c    = aws_s3_bucket.c.tags
    tags_cid  = aws_s3_bucket.c.tags["Known"]
    c_bucket  = aws_s3_bucket.c.bucket
    itype     = aws_instance.i.instance_type
    ud        = aws_instance.i.user_data
    prefix    = aws_s3_bucket.b.bucket_prefix
    bname     = aws_s3_bucket.b.bucket
    count_k   = length(aws_kms_key.k)
    ident     = aws_db_instance.d.identifier
    port      = aws_db_instance.d.port
    sum_known = sum([1, 2]) + length(aws_kms_key.k)
    numcond   = (aws_s3_bucket.b.id == "x" ? 5 : 7) > 4
    strcond   = "x${aws_s3_bucket.b.id == "x" ? "1" : "2"}"
    objcond   = (aws_s3_bucket.b.id == "x" ? { a = 1, b = "k" } : { a = 2, b = "k" }).b
    mapcond   = (aws_s3_bucket.b.id == "x" ? tomap({ a = 1 }) : tomap({ b = 2 }))
    setcond   = (aws_s3_bucket.b.id == "x" ? toset(["a"]) : toset(["b"]))
    boolcond  = aws_s3_bucket.b.id == "x" ? true : false
    docknown  = data.aws_iam_policy_document.dep.json
    root_size = aws_instance.i.root_block_device[0].volume_size
    ebs       = [for d in aws_instance.i.ebs_block_device : d.volume_size]
    sgdesc    = aws_security_group.sg.description
  }
}
resource "terraform_data" "c" {
  for_each = local.c
  input    = each.value
}
resource "terraform_data" "chain" {
  input            = terraform_data.c["itype"].output
  triggers_replace = [aws_s3_bucket.b.id, "known"]
}
output "c" {
  value     = local.c
  sensitive = false
}
output "chain" { value = terraform_data.chain.output }
output "inp" { value = terraform_data.c["prefix"].input }
