resource "aws_vpc" "network" {
  cidr_block           = "10.60.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
    Name        = var.name
  }
}

resource "aws_subnet" "inner_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.60.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
    Name        = "${var.name}-a"
  }
}

resource "aws_subnet" "inner_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.60.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
    Name        = "${var.name}-b"
  }
}

resource "aws_security_group" "database_firewall" {
  name        = var.name
  description = "PostgreSQL from the clients"
  vpc_id      = aws_vpc.network.id
  egress      = []

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
    Name        = var.name
  }

  ingress {
    description = "PostgreSQL from the clients"
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_kms_key" "database_key" {
  description             = "Encrypts the database"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
  }
}

resource "aws_kms_alias" "database_key_alias" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.database_key.key_id
}

resource "aws_db_subnet_group" "database_network" {
  name        = "relational-database"
  description = "Where database stands"
  subnet_ids  = [aws_subnet.inner_a.id, aws_subnet.inner_b.id]

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
  }
}

resource "aws_db_instance" "database" {
  identifier                          = "relational-database"
  engine                              = "postgres"
  engine_version                      = "16"
  instance_class                      = "db.t4g.large"
  allocated_storage                   = var.storage_gb
  storage_type                        = "gp3"
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.database_key.arn
  db_name                             = "app"
  username                            = "app_admin"
  manage_master_user_password         = true
  port                                = 5432
  multi_az                            = var.high_availability
  db_subnet_group_name                = aws_db_subnet_group.database_network.name
  vpc_security_group_ids              = [aws_security_group.database_firewall.id]
  backup_retention_period             = 30
  copy_tags_to_snapshot               = true
  iam_database_authentication_enabled = true
  enabled_cloudwatch_logs_exports     = ["postgresql", "upgrade"]
  deletion_protection                 = var.deletion_protection
  final_snapshot_identifier           = "relational-database-final"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
  }
}

resource "aws_sns_topic" "alarms" {
  name              = "${var.name}-alarms"
  kms_master_key_id = "alias/aws/sns"

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
  }
}

resource "aws_cloudwatch_metric_alarm" "busy" {
  alarm_name          = "${var.name}-busy"
  alarm_description   = "The database is busy; look for slow queries, or give it more processors"
  namespace           = "AWS/RDS"
  metric_name         = "CPUUtilization"
  statistic           = "Average"
  comparison_operator = "GreaterThanThreshold"
  threshold           = 80
  period              = 60
  evaluation_periods  = 15
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.alarms.arn]
  ok_actions          = [aws_sns_topic.alarms.arn]

  dimensions = {
    DBInstanceIdentifier = aws_db_instance.database.identifier
  }

  tags = {
    Environment = var.environment
    Owner       = "data-team"
    CostCenter  = "CC-1011"
    Application = "relational-database"
  }
}
