# Each type of ../defaults/minimal.tf with nearly everything changed at once: the plan's
# replace_paths tell which of these changes make a new resource.
resource "aws_cloudwatch_log_group" "minimal" {
  name              = "other"
  retention_in_days = 7
  kms_key_id        = "arn:aws:kms:us-east-1:123456789012:key/1"
  log_group_class   = "INFREQUENT_ACCESS"
  skip_destroy      = true
  tags              = { A = "b" }
}

resource "aws_db_instance" "minimal" {
  identifier                          = "other"
  instance_class                      = "db.t4g.large"
  engine                              = "mysql"
  engine_version                      = "8.0.40"
  allocated_storage                   = 40
  max_allocated_storage               = 100
  username                            = "other"
  password                            = "a-changed-one"
  db_name                             = "other"
  storage_encrypted                   = true
  kms_key_id                          = "arn:aws:kms:us-east-1:123456789012:key/1"
  storage_type                        = "gp3"
  iops                                = 12000
  multi_az                            = true
  port                                = 1234
  publicly_accessible                 = true
  availability_zone                   = "us-east-1b"
  db_subnet_group_name                = "other"
  vpc_security_group_ids              = ["sg-1"]
  backup_retention_period             = 3
  backup_window                       = "01:00-02:00"
  maintenance_window                  = "sun:03:00-sun:04:00"
  deletion_protection                 = true
  skip_final_snapshot                 = true
  copy_tags_to_snapshot               = true
  auto_minor_version_upgrade          = false
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["error"]
  parameter_group_name                = "other"
  option_group_name                   = "other"
  character_set_name                  = "x"
  performance_insights_enabled        = true
  apply_immediately                   = true
  ca_cert_identifier                  = "rds-ca-rsa2048-g1"
  license_model                       = "general-public-license"
  monitoring_interval                 = 60
  monitoring_role_arn                 = "arn:aws:iam::123456789012:role/r"
  tags                                = { A = "b" }
}

resource "aws_db_subnet_group" "minimal" {
  name        = "other"
  description = "other"
  subnet_ids  = ["subnet-3", "subnet-4"]
  tags        = { A = "b" }
}

resource "aws_dynamodb_table" "minimal" {
  name                        = "other"
  hash_key                    = "other"
  range_key                   = "range"
  billing_mode                = "PROVISIONED"
  read_capacity               = 5
  write_capacity              = 5
  deletion_protection_enabled = true
  stream_enabled              = true
  stream_view_type            = "KEYS_ONLY"
  table_class                 = "STANDARD_INFREQUENT_ACCESS"
  attribute {
    name = "other"
    type = "S"
  }
  attribute {
    name = "range"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled = true
  }
  local_secondary_index {
    name            = "local"
    range_key       = "range"
    projection_type = "ALL"
  }
  tags = { A = "b" }
}

resource "aws_ebs_volume" "minimal" {
  availability_zone = "us-east-1b"
  size              = 20
  type              = "io2"
  iops              = 1000
  encrypted         = true
  kms_key_id        = "arn:aws:kms:us-east-1:123456789012:key/1"
  snapshot_id       = "snap-1"
  final_snapshot    = true
  tags              = { A = "b" }
}

resource "aws_eip" "minimal" {
  domain               = "vpc"
  instance             = "i-1"
  network_border_group = "us-east-1"
  public_ipv4_pool     = "amazon"
  tags                 = { A = "b" }
}

resource "aws_elasticache_cluster" "minimal" {
  cluster_id               = "other"
  engine                   = "redis"
  engine_version           = "7.1"
  node_type                = "cache.t4g.medium"
  num_cache_nodes          = 1
  port                     = 7000
  availability_zone        = "us-east-1b"
  subnet_group_name        = "other"
  security_group_ids       = ["sg-1"]
  parameter_group_name     = "other"
  snapshot_retention_limit = 3
  maintenance_window       = "sun:03:00-sun:04:00"
  apply_immediately        = true
  tags                     = { A = "b" }
}

resource "aws_elasticache_replication_group" "minimal" {
  replication_group_id       = "other"
  description                = "other"
  engine                     = "redis"
  engine_version             = "7.1"
  node_type                  = "cache.t4g.medium"
  num_cache_clusters         = 3
  port                       = 7000
  at_rest_encryption_enabled = true
  transit_encryption_enabled = true
  kms_key_id                 = "arn:aws:kms:us-east-1:123456789012:key/1"
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = "other"
  security_group_ids         = ["sg-1"]
  parameter_group_name       = "other"
  snapshot_retention_limit   = 3
  tags                       = { A = "b" }
}

resource "aws_elasticache_subnet_group" "minimal" {
  name        = "other"
  description = "other"
  subnet_ids  = ["subnet-3"]
  tags        = { A = "b" }
}

resource "aws_iam_instance_profile" "minimal" {
  name = "other"
  path = "/other/"
  role = "other"
  tags = { A = "b" }
}

resource "aws_iam_role" "minimal" {
  name                 = "other"
  path                 = "/other/"
  description          = "other"
  max_session_duration = 7200
  assume_role_policy   = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = "*" }] })
  tags                 = { A = "b" }
}

resource "aws_iam_role_policy" "minimal" {
  name   = "other"
  role   = "other"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

resource "aws_instance" "minimal" {
  ami                         = "ami-87654321"
  instance_type               = "t3.large"
  availability_zone           = "us-east-1b"
  subnet_id                   = "subnet-1"
  vpc_security_group_ids      = ["sg-1"]
  associate_public_ip_address = true
  iam_instance_profile        = "other"
  key_name                    = "other"
  monitoring                  = true
  ebs_optimized               = true
  tenancy                     = "dedicated"
  user_data                   = "other"
  private_ip                  = "10.0.0.9"
  disable_api_termination     = true
  source_dest_check           = false
  hibernation                 = true
  placement_group             = "other"
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted   = true
    volume_size = 30
    volume_type = "gp3"
    kms_key_id  = "arn:aws:kms:us-east-1:123456789012:key/1"
  }
  ebs_block_device {
    device_name = "/dev/sdz"
    volume_size = 30
    volume_type = "gp3"
    encrypted   = true
  }
  tags = { A = "b" }
}

resource "aws_internet_gateway" "minimal" {
  vpc_id = "vpc-2"
  tags   = { A = "b" }
}

resource "aws_kms_key" "minimal" {
  description             = "other"
  enable_key_rotation     = true
  deletion_window_in_days = 7
  key_usage               = "SIGN_VERIFY"
  multi_region            = true
  policy                  = jsonencode({ Version = "2012-10-17", Statement = [] })
  tags                    = { A = "b" }
}

resource "aws_lambda_function" "minimal" {
  function_name                  = "other"
  role                           = "arn:aws:iam::123456789012:role/other"
  image_uri                      = "123456789012.dkr.ecr.us-east-1.amazonaws.com/a:1"
  package_type                   = "Image"
  description                    = "other"
  memory_size                    = 512
  timeout                        = 30
  architectures                  = ["arm64"]
  reserved_concurrent_executions = 5
  kms_key_arn                    = "arn:aws:kms:us-east-1:123456789012:key/1"
  tags                           = { A = "b" }
}

resource "aws_lb" "minimal" {
  name                       = "other"
  internal                   = true
  subnets                    = ["subnet-3", "subnet-4"]
  security_groups            = ["sg-1"]
  idle_timeout               = 90
  enable_deletion_protection = true
  ip_address_type            = "dualstack"
  drop_invalid_header_fields = true
  tags                       = { A = "b" }
}

resource "aws_lb" "network" {
  load_balancer_type = "application"
  subnets            = ["subnet-1"]
}

resource "aws_lb_listener" "minimal" {
  load_balancer_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/c/d"
  port              = 443
  protocol          = "HTTPS"
  certificate_arn   = "arn:aws:acm:us-east-1:123456789012:certificate/a"
  ssl_policy        = "ELBSecurityPolicy-TLS13-1-2-2021-06"
  default_action {
    type             = "forward"
    target_group_arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/c/d"
  }
  tags = { A = "b" }
}

resource "aws_lb_target_group" "minimal" {
  name                 = "other"
  vpc_id               = "vpc-2"
  port                 = 8080
  protocol             = "HTTPS"
  protocol_version     = "HTTP2"
  target_type          = "ip"
  deregistration_delay = 60
  health_check {
    path = "/other"
  }
  tags = { A = "b" }
}

resource "aws_lb_target_group_attachment" "minimal" {
  target_group_arn  = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/c/d"
  target_id         = "i-2"
  port              = 8080
  availability_zone = "all"
}

resource "aws_nat_gateway" "minimal" {
  subnet_id         = "subnet-2"
  allocation_id     = "eipalloc-2"
  connectivity_type = "public"
  private_ip        = "10.0.0.9"
  tags              = { A = "b" }
}

resource "aws_route_table" "minimal" {
  vpc_id = "vpc-2"
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = "igw-1"
  }
  tags = { A = "b" }
}

resource "aws_route_table_association" "minimal" {
  route_table_id = "rtb-2"
  subnet_id      = "subnet-2"
}

resource "aws_s3_bucket" "minimal" {
  bucket              = "other"
  force_destroy       = true
  object_lock_enabled = true
  tags                = { A = "b" }
}

resource "aws_s3_bucket_public_access_block" "minimal" {
  bucket                  = "other"
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "minimal" {
  bucket                = "other"
  expected_bucket_owner = "123456789012"
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "other"
    }
  }
}

resource "aws_s3_bucket_versioning" "minimal" {
  bucket                = "other"
  expected_bucket_owner = "123456789012"
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_security_group" "minimal" {
  name        = "other"
  description = "other"
  vpc_id      = "vpc-2"
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
  egress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    self      = true
  }
  tags = { A = "b" }
}

resource "aws_sns_topic" "minimal" {
  name              = "other.fifo"
  display_name      = "other"
  fifo_topic        = true
  kms_master_key_id = "other"
  policy            = jsonencode({ Version = "2012-10-17", Statement = [] })
  tags              = { A = "b" }
}

resource "aws_sqs_queue" "minimal" {
  name                       = "other.fifo"
  fifo_queue                 = true
  delay_seconds              = 5
  visibility_timeout_seconds = 60
  message_retention_seconds  = 60
  max_message_size           = 2048
  receive_wait_time_seconds  = 5
  sqs_managed_sse_enabled    = true
  policy                     = jsonencode({ Version = "2012-10-17", Statement = [] })
  redrive_policy             = jsonencode({ deadLetterTargetArn = "arn:aws:sqs:us-east-1:123456789012:d.fifo", maxReceiveCount = 3 })
  tags                       = { A = "b" }
}

resource "aws_subnet" "minimal" {
  vpc_id                  = "vpc-2"
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "us-east-1b"
  map_public_ip_on_launch = true
  tags                    = { A = "b" }
}

resource "aws_volume_attachment" "minimal" {
  device_name = "/dev/sdg"
  instance_id = "i-2"
  volume_id   = "vol-2"
}

resource "aws_vpc" "minimal" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_support   = false
  enable_dns_hostnames = true
  instance_tenancy     = "dedicated"
  tags                 = { A = "b" }
}
