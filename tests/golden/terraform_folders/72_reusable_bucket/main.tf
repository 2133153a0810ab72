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

module "log_bucket" {
  source        = "./modules/bucket"
  bucket        = "complete-logs"
  force_destroy = true
  lifecycle_rule = [
    {
      id      = "log"
      enabled = true
      filter = {
        tags = {
          some    = "value"
          another = "value2"
        }
      }
      transition = [
        { days = 30, storage_class = "ONEZONE_IA" },
        { days = 60, storage_class = "GLACIER" },
      ]
    },
    {
      id                                     = "multipart"
      enabled                                = false
      abort_incomplete_multipart_upload_days = 7
      expiration                             = { days = 90 }
    },
  ]
}

module "cors_bucket" {
  source = "./modules/bucket"
  bucket = "complete-cors"
  versioning = {
    status     = true
    mfa_delete = false
  }
  server_side_encryption_configuration = {
    rule = {
      apply_server_side_encryption_by_default = { sse_algorithm = "AES256" }
    }
  }
  cors_rule = [
    { allowed_methods = ["PUT", "POST"], allowed_origins = ["https://example.com"], max_age_seconds = 3000 },
    { allowed_methods = ["GET"], allowed_origins = ["*"] },
  ]
  tags = { Owner = "web" }
}

module "no_bucket" {
  source        = "./modules/bucket"
  create_bucket = false
}

output "buckets" {
  value = [module.log_bucket.name, module.cors_bucket.name, module.no_bucket.name]
}
