# Deliberately wrong: a public bucket without encryption, an open database, tags missing.
variable "buckets" {
  type    = set(string)
  default = ["exports", "uploads"]
}

variable "db_password" {
  type      = string
  sensitive = true
  default   = "not-a-real-password"
}

resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16"
  tags       = { Name = "insecure" }
}

resource "aws_subnet" "public" {
  count                   = 2
  vpc_id                  = aws_vpc.main.id
  cidr_block              = cidrsubnet(aws_vpc.main.cidr_block, 8, count.index)
  availability_zone       = ["us-east-1a", "us-east-1b"][count.index]
  map_public_ip_on_launch = true
}

resource "aws_security_group" "open" {
  name   = "open-to-all"
  vpc_id = aws_vpc.main.id
  ingress {
    description = "SSH from anywhere"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  ingress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    ipv6_cidr_blocks = ["::/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "bastion" {
  count                       = 2
  ami                         = "ami-04681a1dbd79675a5"
  instance_type               = "m5.large"
  subnet_id                   = aws_subnet.public[count.index].id
  vpc_security_group_ids      = [aws_security_group.open.id]
  associate_public_ip_address = true
  root_block_device {
    volume_size = 100
    encrypted   = false
  }
  metadata_options {
    http_tokens = "optional"
  }
}

resource "aws_ebs_volume" "scratch" {
  availability_zone = "us-east-1a"
  size              = 200
  type              = "gp2"
}

module "storage" {
  source   = "./modules/storage"
  for_each = var.buckets
  name     = "dharma-insecure-${each.key}"
}

module "database" {
  source             = "./modules/database"
  subnet_ids         = aws_subnet.public[*].id
  security_group_ids = [aws_security_group.open.id]
  password           = var.db_password
}

resource "aws_iam_role" "job" {
  name = "insecure-job"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "glue.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "job_everything" {
  name = "everything"
  role = aws_iam_role.job.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }]
  })
}

resource "aws_glue_job" "nightly" {
  name     = "nightly"
  role_arn = aws_iam_role.job.arn
  command {
    script_location = "s3://${module.storage["uploads"].bucket}/job.py"
  }
}

resource "aws_lb" "plain" {
  name    = "plain"
  subnets = aws_subnet.public[*].id
}

resource "aws_lb_target_group" "plain" {
  name     = "plain"
  port     = 80
  protocol = "HTTP"
  vpc_id   = aws_vpc.main.id
}

resource "aws_lb_listener" "plain" {
  load_balancer_arn = aws_lb.plain.arn
  port              = 80
  protocol          = "HTTP"
  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.plain.arn
  }
}

resource "aws_sqs_queue" "events" {
  name                    = "insecure-events"
  sqs_managed_sse_enabled = false
}

resource "aws_cloudwatch_log_group" "forever" {
  name = "/insecure/forever"
}

output "database_endpoint" {
  value = module.database.endpoint
}

output "database_password" {
  value     = var.db_password
  sensitive = true
}
