# Planned against state.json: one of each verdict (no-op, update, replace, delete, create, read).
resource "aws_vpc" "main" {
  cidr_block = "10.2.0.0/16"
  tags       = { Name = "changes" }
}

resource "aws_subnet" "app" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.2.1.0/24"
  availability_zone = "us-east-1b"
}

resource "aws_instance" "web" {
  ami           = "ami-04681a1dbd79675a5"
  instance_type = "m5.xlarge"
  subnet_id     = aws_subnet.app.id
  tags          = { Name = "web" }
}

resource "aws_db_instance" "main" {
  identifier          = "changes"
  engine              = "postgres"
  engine_version      = "16.13"
  instance_class      = "db.m5.large"
  allocated_storage   = 200
  username            = "app"
  password            = var.db_password
  storage_encrypted   = true
  skip_final_snapshot = true
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "not-a-real-password"
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/changes/app"
  retention_in_days = 30
}

resource "aws_sqs_queue" "jobs" {
  name = "changes-jobs"
}

data "aws_iam_policy_document" "jobs" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.jobs.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "changes-worker"
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.url
  policy    = data.aws_iam_policy_document.jobs.json
}

output "queue" {
  value = aws_sqs_queue.jobs.url
}
