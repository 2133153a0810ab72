resource "aws_vpc" "network" {
  cidr_block           = "10.40.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "front_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.40.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-front-a"
  }
}

resource "aws_route_table" "front_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-front-a-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_a_routed" {
  subnet_id      = aws_subnet.front_a.id
  route_table_id = aws_route_table.front_a_routes.id
}

resource "aws_subnet" "front_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.40.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-front-b"
  }
}

resource "aws_route_table" "front_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-front-b-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_b_routed" {
  subnet_id      = aws_subnet.front_b.id
  route_table_id = aws_route_table.front_b_routes.id
}

resource "aws_eip" "way_out_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out" {
  allocation_id = aws_eip.way_out_ip.id
  subnet_id     = aws_subnet.front_a.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = var.name
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "inner_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.40.10.0/23"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-inner-a"
  }
}

resource "aws_route_table" "inner_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-inner-a-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "inner_a_routed" {
  subnet_id      = aws_subnet.inner_a.id
  route_table_id = aws_route_table.inner_a_routes.id
}

resource "aws_subnet" "inner_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.40.12.0/23"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-inner-b"
  }
}

resource "aws_route_table" "inner_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-inner-b-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "inner_b_routed" {
  subnet_id      = aws_subnet.inner_b.id
  route_table_id = aws_route_table.inner_b_routes.id
}

resource "aws_security_group" "door_firewall" {
  name        = "${var.name}-door"
  description = "HTTP from anywhere to the load balancer"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-door"
  }

  ingress {
    description = "HTTP from anywhere"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "HTTP to the containers"
    protocol    = "tcp"
    from_port   = 80
    to_port     = 80
    cidr_blocks = ["10.40.0.0/16"]
  }
}

resource "aws_security_group" "service_firewall" {
  name        = "${var.name}-containers"
  description = "HTTP from the load balancer to the containers"
  vpc_id      = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-containers"
  }

  ingress {
    description     = "HTTP from the load balancer"
    protocol        = "tcp"
    from_port       = 80
    to_port         = 80
    security_groups = [aws_security_group.door_firewall.id]
  }

  egress {
    description = "HTTPS for images and services of the cloud"
    protocol    = "tcp"
    from_port   = 443
    to_port     = 443
    cidr_blocks = ["0.0.0.0/0"]
  }

  egress {
    description = "Redis to the cache"
    protocol    = "tcp"
    from_port   = 6379
    to_port     = 6379
    cidr_blocks = ["10.40.0.0/16"]
  }
}

resource "aws_security_group" "cache_firewall" {
  name        = "${var.name}-cache"
  description = "Redis from the containers to the cache"
  vpc_id      = aws_vpc.network.id
  egress      = []

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
    Name        = "${var.name}-cache"
  }

  ingress {
    description     = "Redis from the containers"
    protocol        = "tcp"
    from_port       = 6379
    to_port         = 6379
    security_groups = [aws_security_group.service_firewall.id]
  }
}

resource "aws_lb" "door" {
  name                       = "container-service"
  internal                   = false
  security_groups            = [aws_security_group.door_firewall.id]
  subnets                    = [aws_subnet.front_a.id, aws_subnet.front_b.id]
  drop_invalid_header_fields = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_lb_target_group" "door_targets" {
  name                 = "container-service-targets"
  vpc_id               = aws_vpc.network.id
  port                 = var.port
  protocol             = "HTTP"
  target_type          = "ip"
  deregistration_delay = "30"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }

  health_check {
    path     = "/"
    matcher  = "200-399"
    interval = 15
  }
}

resource "aws_lb_listener" "door_listener" {
  load_balancer_arn = aws_lb.door.arn
  port              = 80
  protocol          = "HTTP"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.door_targets.arn
  }
}

resource "aws_elasticache_subnet_group" "sessions_network" {
  name        = "container-service"
  description = "Where sessions stands"
  subnet_ids  = [aws_subnet.inner_a.id, aws_subnet.inner_b.id]

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_elasticache_replication_group" "sessions" {
  replication_group_id       = "container-service"
  description                = "Managed by Dharma: sessions"
  engine_version             = "7.1"
  node_type                  = "cache.t4g.small"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = true
  port                       = 6379
  at_rest_encryption_enabled = "true"
  transit_encryption_enabled = true
  subnet_group_name          = aws_elasticache_subnet_group.sessions_network.name
  security_group_ids         = [aws_security_group.cache_firewall.id]
  snapshot_retention_limit   = 7
  auto_minor_version_upgrade = "true"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_iam_role" "service_rights" {
  name        = "${var.name}-task"
  description = "What the containers may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "ecs-tasks.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_cloudwatch_log_group" "service_logs" {
  name              = "/ecs/${var.name}"
  retention_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_iam_role" "service_agent" {
  name        = "container-service-agent"
  description = "What service may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "ecs-tasks.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_iam_role_policy_attachment" "service_agent_1" {
  role       = aws_iam_role.service_agent.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_ecs_task_definition" "service_task" {
  family                   = var.name
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = "512"
  memory                   = "1024"
  execution_role_arn       = aws_iam_role.service_agent.arn
  task_role_arn            = aws_iam_role.service_rights.arn

  container_definitions = jsonencode([
    {
      name                   = "main"
      image                  = var.image
      essential              = true
      readonlyRootFilesystem = false
      portMappings = [
        {
          containerPort = 80
          protocol      = "tcp"
        },
      ]
      environment = [
        {
          name  = "CACHE_HOST"
          value = aws_elasticache_replication_group.sessions.primary_endpoint_address
        },
      ]
      logConfiguration = {
        logDriver = "awslogs"
        options = {
          awslogs-group         = aws_cloudwatch_log_group.service_logs.name
          awslogs-region        = "us-east-1"
          awslogs-stream-prefix = "main"
        }
      }
    },
  ])

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_ecs_cluster" "service_cluster" {
  name = var.name

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_service" "service" {
  name            = var.name
  cluster         = aws_ecs_cluster.service_cluster.id
  task_definition = aws_ecs_task_definition.service_task.arn
  desired_count   = var.minimum
  launch_type     = "FARGATE"
  propagate_tags  = "SERVICE"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }

  network_configuration {
    subnets         = [aws_subnet.inner_a.id, aws_subnet.inner_b.id]
    security_groups = [aws_security_group.service_firewall.id]
  }

  load_balancer {
    target_group_arn = aws_lb_target_group.door_targets.arn
    container_name   = "main"
    container_port   = var.port
  }

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  depends_on = [aws_lb_listener.door_listener]
}

resource "aws_appautoscaling_target" "service_range" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = "service/${aws_ecs_cluster.service_cluster.name}/${aws_ecs_service.service.name}"
  min_capacity       = var.minimum
  max_capacity       = var.maximum

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }
}

resource "aws_appautoscaling_policy" "service_scaling" {
  name               = "${var.name}-scaling"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.service_range.service_namespace
  scalable_dimension = aws_appautoscaling_target.service_range.scalable_dimension
  resource_id        = aws_appautoscaling_target.service_range.resource_id

  target_tracking_scaling_policy_configuration {
    target_value = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_ecr_repository" "images" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1009"
    Application = "container-service"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
  }
}

resource "aws_ecr_lifecycle_policy" "images_cleaning" {
  repository = aws_ecr_repository.images.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the newest images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      },
    ]
  })
}
