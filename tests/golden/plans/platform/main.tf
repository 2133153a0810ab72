# One of nearly everything: the material that the speed benchmark multiplies.
locals {
  tags  = { Environment = "staging", Owner = "data-team", CostCenter = "CC-2002" }
  zones = ["us-east-1a", "us-east-1b", "us-east-1c"]
}

variable "workers" {
  type = map(object({ size = string, disk = number }))
  default = {
    ingest = { size = "m6i.large", disk = 50 }
    query  = { size = "r6i.xlarge", disk = 200 }
    report = { size = "c6i.large", disk = 30 }
  }
}

resource "aws_kms_key" "main" {
  description         = "platform"
  enable_key_rotation = true
  tags                = local.tags
}

resource "aws_instance" "worker" {
  for_each               = var.workers
  ami                    = "ami-04681a1dbd79675a5"
  instance_type          = each.value.size
  subnet_id              = module.network.private_subnet_ids[0]
  vpc_security_group_ids = [module.network.security_group_id]
  iam_instance_profile   = aws_iam_instance_profile.worker.name
  monitoring             = true
  ebs_optimized          = true
  user_data              = base64encode("#!/bin/sh\necho ${each.key}\n")
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted   = true
    volume_type = "gp3"
    volume_size = each.value.disk
  }
  tags = merge(local.tags, { Name = each.key })
}

resource "aws_ebs_volume" "data" {
  for_each          = var.workers
  availability_zone = local.zones[0]
  size              = each.value.disk * 4
  type              = "io2"
  iops              = 3000
  encrypted         = true
  kms_key_id        = aws_kms_key.main.arn
  tags              = local.tags
}

resource "aws_volume_attachment" "data" {
  for_each    = var.workers
  device_name = "/dev/sdf"
  instance_id = aws_instance.worker[each.key].id
  volume_id   = aws_ebs_volume.data[each.key].id
}

resource "aws_iam_role" "worker" {
  name               = "platform-worker"
  assume_role_policy = data.aws_iam_policy_document.assume["ec2"].json
  tags               = local.tags
}

resource "aws_iam_role" "function" {
  name               = "platform-function"
  assume_role_policy = data.aws_iam_policy_document.assume["lambda"].json
  tags               = local.tags
}

data "aws_iam_policy_document" "assume" {
  for_each = toset(["ec2", "lambda"])
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  name = "table"
  role = aws_iam_role.function.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:GetItem", "dynamodb:PutItem"]
      Resource = aws_dynamodb_table.items.arn
    }]
  })
}

resource "aws_iam_instance_profile" "worker" {
  name = "platform-worker"
  role = aws_iam_role.worker.name
}

resource "aws_lambda_function" "handler" {
  count         = 3
  function_name = "platform-handler-${count.index}"
  role          = aws_iam_role.function.arn
  runtime       = "python3.12"
  handler       = "app.handler"
  s3_bucket     = "platform-artifacts"
  s3_key        = "handler.zip"
  architectures = ["arm64"]
  memory_size   = 512 * (count.index + 1)
  timeout       = 30
  environment {
    variables = {
      TABLE = aws_dynamodb_table.items.name
      QUEUE = aws_sqs_queue.work[count.index].url
    }
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn
  }
  tracing_config {
    mode = "Active"
  }
  tags = local.tags
}

resource "aws_cloudwatch_log_group" "handler" {
  count             = 3
  name              = "/aws/lambda/platform-handler-${count.index}"
  retention_in_days = 30
  tags              = local.tags
}

resource "aws_sqs_queue" "dead" {
  name                      = "platform-dead"
  message_retention_seconds = 1209600
  sqs_managed_sse_enabled   = true
  tags                      = local.tags
}

resource "aws_sqs_queue" "work" {
  count                   = 3
  name                    = "platform-work-${count.index}"
  sqs_managed_sse_enabled = true
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead.arn
    maxReceiveCount     = 5
  })
  tags = local.tags
}

resource "aws_sns_topic" "alerts" {
  name              = "platform-alerts"
  kms_master_key_id = aws_kms_key.main.arn
  tags              = local.tags
}

resource "aws_dynamodb_table" "items" {
  name         = "platform-items"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"
  range_key    = "at"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "at"
    type = "N"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.main.arn
  }
  tags = local.tags
}

resource "aws_dynamodb_table" "sessions" {
  name           = "platform-sessions"
  billing_mode   = "PROVISIONED"
  read_capacity  = 20
  write_capacity = 10
  hash_key       = "id"
  attribute {
    name = "id"
    type = "S"
  }
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  tags = local.tags
}

resource "aws_elasticache_subnet_group" "cache" {
  name       = "platform"
  subnet_ids = module.network.private_subnet_ids
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "platform"
  description                = "platform cache"
  engine                     = "redis"
  node_type                  = "cache.r6g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.cache.name
  security_group_ids         = [module.network.security_group_id]
  tags                       = local.tags
}

resource "aws_elasticache_cluster" "legacy" {
  cluster_id      = "legacy"
  engine          = "memcached"
  node_type       = "cache.m5.large"
  num_cache_nodes = 2
  tags            = local.tags
}

resource "aws_db_subnet_group" "main" {
  name       = "platform"
  subnet_ids = module.network.private_subnet_ids
}

resource "aws_db_instance" "main" {
  identifier                  = "platform"
  engine                      = "postgres"
  engine_version              = "16.13"
  instance_class              = "db.r6g.xlarge"
  allocated_storage           = 500
  max_allocated_storage       = 1000
  storage_type                = "gp3"
  storage_encrypted           = true
  kms_key_id                  = aws_kms_key.main.arn
  username                    = "platform"
  manage_master_user_password = true
  multi_az                    = true
  backup_retention_period     = 14
  deletion_protection         = true
  db_subnet_group_name        = aws_db_subnet_group.main.name
  vpc_security_group_ids      = [module.network.security_group_id]
  final_snapshot_identifier   = "platform-final"
  tags                        = local.tags
}

resource "aws_s3_bucket" "lake" {
  for_each = toset(["raw", "clean", "marts"])
  bucket   = "dharma-platform-${each.key}"
  tags     = local.tags
}

resource "aws_s3_bucket_versioning" "lake" {
  for_each = aws_s3_bucket.lake
  bucket   = each.value.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "lake" {
  for_each = aws_s3_bucket.lake
  bucket   = each.value.id
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.main.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "lake" {
  for_each                = aws_s3_bucket.lake
  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

module "network" {
  source = "./modules/network"
  cidr   = "10.3.0.0/16"
  zones  = local.zones
  tags   = local.tags
}

output "lake" {
  value = { for name, bucket in aws_s3_bucket.lake : name => bucket.arn }
}
