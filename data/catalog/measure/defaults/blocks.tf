# Each block with as little as the provider takes: what it plans inside are the block's defaults.
resource "aws_db_instance" "blocks" {
  instance_class              = "db.t4g.medium"
  engine                      = "postgres"
  allocated_storage           = 20
  username                    = "app"
  manage_master_user_password = true
  blue_green_update {}
  restore_to_point_in_time {}
}

resource "aws_dynamodb_table" "blocks" {
  name         = "t"
  hash_key     = "id"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "id"
    type = "S"
  }
  attribute {
    name = "other"
    type = "S"
  }
  global_secondary_index {
    name            = "by-other"
    hash_key        = "other"
    projection_type = "ALL"
    on_demand_throughput {}
  }
  local_secondary_index {
    name            = "local"
    range_key       = "other"
    projection_type = "ALL"
  }
  on_demand_throughput {}
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
  ttl {
    attribute_name = "expires"
  }
  replica {
    region_name = "eu-west-1"
  }
  stream_enabled   = true
  stream_view_type = "NEW_AND_OLD_IMAGES"
}

resource "aws_instance" "blocks" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  metadata_options {}
  root_block_device {}
  ebs_block_device {
    device_name = "/dev/sdf"
  }
  ephemeral_block_device {
    device_name = "/dev/sdg"
  }
  enclave_options {}
  maintenance_options {}
  private_dns_name_options {}
  credit_specification {}
  capacity_reservation_specification {
    capacity_reservation_preference = "open"
  }
  cpu_options {}
}

resource "aws_instance" "options" {
  instance_type = "t3.micro"
  launch_template {
    name = "launch"
  }
  network_interface {
    device_index         = 0
    network_interface_id = "eni-1"
  }
  instance_market_options {
    spot_options {}
  }
}

resource "aws_kms_key" "blocks" {}

resource "aws_lambda_function" "blocks" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/r"
  s3_bucket     = "b"
  s3_key        = "k"
  handler       = "index.handler"
  runtime       = "python3.12"
  environment {}
  dead_letter_config {
    target_arn = "arn:aws:sqs:us-east-1:123456789012:q"
  }
  ephemeral_storage {}
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    security_group_ids = ["sg-1"]
    subnet_ids         = ["subnet-1"]
  }
  logging_config {
    log_format = "JSON"
  }
  snap_start {
    apply_on = "PublishedVersions"
  }
  file_system_config {
    arn              = "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0"
    local_mount_path = "/mnt/a"
  }
}

resource "aws_lambda_function" "image" {
  function_name = "f"
  role          = "arn:aws:iam::123456789012:role/r"
  package_type  = "Image"
  image_uri     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"
  image_config {}
}

resource "aws_lb" "blocks" {
  subnet_mapping {
    subnet_id = "subnet-1"
  }
  subnet_mapping {
    subnet_id = "subnet-2"
  }
  access_logs {
    bucket = "b"
  }
  connection_logs {
    bucket = "b"
  }
}

resource "aws_lb" "network" {
  load_balancer_type = "network"
  subnets            = ["subnet-1"]
}

resource "aws_lb_listener" "https" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b"
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:us-east-1:123456789012:certificate/a"
  default_action {
    type = "redirect"
    redirect {
      status_code = "HTTP_301"
    }
  }
  mutual_authentication {
    mode = "off"
  }
}

resource "aws_lb_listener" "fixed" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b"
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "fixed-response"
    fixed_response {
      content_type = "text/plain"
    }
  }
}

resource "aws_lb_listener" "weighted" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/a/b"
  port              = 80
  protocol          = "HTTP"
  default_action {
    type = "forward"
    forward {
      target_group {
        arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/b"
      }
      stickiness {
        duration = 60
      }
    }
  }
}

resource "aws_lb_target_group" "blocks" {
  vpc_id   = "vpc-1"
  port     = 80
  protocol = "HTTP"
  health_check {}
  stickiness {
    type = "lb_cookie"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "blocks" {
  bucket = "b"
  rule {}
}

resource "aws_security_group" "blocks" {
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
  }
  egress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
  }
}

resource "aws_route_table" "blocks" {
  vpc_id = "vpc-1"
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-1"
  }
}

resource "aws_route_table" "ipv6" {
  vpc_id = "vpc-1"
  route {
    ipv6_cidr_block = "::/0"
    nat_gateway_id  = "nat-1"
  }
}

resource "aws_iam_role" "blocks" {
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [] })
  inline_policy {}
}

resource "aws_elasticache_cluster" "blocks" {
  cluster_id      = "c"
  engine          = "redis"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 1
  log_delivery_configuration {
    destination      = "g"
    destination_type = "cloudwatch-logs"
    log_format       = "json"
    log_type         = "slow-log"
  }
}

resource "aws_elasticache_cluster" "memcached" {
  cluster_id      = "c"
  engine          = "memcached"
  node_type       = "cache.t4g.small"
  num_cache_nodes = 2
}
