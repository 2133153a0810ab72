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
  region = "eu-central-1"
}

variable "containers" {
  type = list(object({
    name  = string
    image = string
    cpu   = optional(number, 128)
    env   = optional(map(string), {})
  }))
  default = [
    { name = "app", image = "app:1.4", cpu = 256, env = { PORT = "8080", MODE = "fast" } },
    { name = "proxy", image = "envoy:1.30" },
  ]
}

resource "aws_ecs_cluster" "main" {
  name = "main"
  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_ecs_task_definition" "app" {
  family                   = "app"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = sum(var.containers[*].cpu) + 128
  memory                   = 1024
  container_definitions = jsonencode([
    for c in var.containers : {
      name        = c.name
      image       = c.image
      cpu         = c.cpu
      essential   = true
      environment = [for k, v in c.env : { name = k, value = v }]
    }
  ])
}

resource "aws_ecs_service" "app" {
  name            = "app"
  cluster         = aws_ecs_cluster.main.id
  task_definition = aws_ecs_task_definition.app.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets         = ["subnet-11111111"]
    security_groups = []
  }
  depends_on = [aws_cloudwatch_log_group.app]
}

resource "aws_cloudwatch_log_group" "app" {
  name              = "/ecs/app"
  retention_in_days = 14
}

resource "aws_ecr_repository" "images" {
  for_each             = { for c in var.containers : c.name => split(":", c.image)[0] }
  name                 = each.value
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}
