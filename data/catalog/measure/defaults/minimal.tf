# Each type once with as little as the provider takes: what it plans beyond this are its defaults.
resource "aws_cloudwatch_log_group" "minimal" {}

resource "aws_db_instance" "minimal" {
  instance_class              = "db.t4g.medium"
  engine                      = "postgres"
  allocated_storage           = 20
  username                    = "app"
  manage_master_user_password = true
}

resource "aws_db_subnet_group" "minimal" {
  subnet_ids = ["subnet-1", "subnet-2"]
}

resource "aws_dynamodb_table" "minimal" {
  name     = "t"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  billing_mode = "PAY_PER_REQUEST"
}

resource "aws_dynamodb_table" "provisioned" {
  name     = "t"
  hash_key = "id"
  attribute {
    name = "id"
    type = "S"
  }
  read_capacity  = 1
  write_capacity = 1
}

resource "aws_ebs_volume" "minimal" {
  availability_zone = "us-east-1a"
  size              = 10
}

resource "aws_eip" "minimal" {}

resource "aws_elasticache_cluster" "minimal" {
  cluster_id      = "c"
  engine          = "redis"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 1
}

resource "aws_elasticache_replication_group" "minimal" {
  replication_group_id = "g"
  description          = "g"
  node_type            = "cache.t4g.small"
}

resource "aws_elasticache_subnet_group" "minimal" {
  name       = "s"
  subnet_ids = ["subnet-1"]
}

resource "aws_iam_instance_profile" "minimal" {}

resource "aws_iam_role" "minimal" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_iam_role_policy" "minimal" {
  role   = "r"
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}

resource "aws_instance" "minimal" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
}

resource "aws_internet_gateway" "minimal" {}

resource "aws_kms_key" "minimal" {}

resource "aws_lambda_function" "minimal" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/r"
  s3_bucket     = "b"
  s3_key        = "k"
  handler       = "index.handler"
  runtime       = "python3.12"
}

resource "aws_lb" "minimal" {
  subnets = ["subnet-1", "subnet-2"]
}

resource "aws_lb_listener" "minimal" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b"
  port              = 80
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/b"
  }
}

resource "aws_lb_target_group" "minimal" {
  vpc_id   = "vpc-1"
  port     = 80
  protocol = "HTTP"
}

resource "aws_lb_target_group_attachment" "minimal" {
  target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/b"
  target_id        = "i-1"
}

resource "aws_nat_gateway" "minimal" {
  subnet_id     = "subnet-1"
  allocation_id = "eipalloc-1"
}

resource "aws_route_table" "minimal" {
  vpc_id = "vpc-1"
}

resource "aws_route_table_association" "minimal" {
  route_table_id = "rtb-1"
  subnet_id      = "subnet-1"
}

resource "aws_s3_bucket" "minimal" {}

resource "aws_s3_bucket_public_access_block" "minimal" {
  bucket = "b"
}

resource "aws_s3_bucket_server_side_encryption_configuration" "minimal" {
  bucket = "b"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "minimal" {
  bucket = "b"
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_security_group" "minimal" {}

resource "aws_sns_topic" "minimal" {}

resource "aws_sqs_queue" "minimal" {}

resource "aws_subnet" "minimal" {
  vpc_id     = "vpc-1"
  cidr_block = "10.0.0.0/24"
}

resource "aws_volume_attachment" "minimal" {
  device_name = "/dev/sdf"
  instance_id = "i-1"
  volume_id   = "vol-1"
}

resource "aws_vpc" "minimal" {
  cidr_block = "10.0.0.0/16"
}
