variable "name" { type = string }
variable "cluster" { type = string }
variable "spec" {
  type = object({
    image    = string
    port     = number
    replicas = number
    env      = map(string)
    public   = bool
  })
}
variable "urls" { type = map(string) }

locals {
  env = merge(var.spec.env, { for name, url in var.urls : "${upper(name)}_URL" => url })
}

resource "aws_ecs_task_definition" "this" {
  family = var.name
  container_definitions = jsonencode([{
    name         = var.name
    image        = var.spec.image
    memory       = 512
    portMappings = [{ containerPort = var.spec.port }]
    environment  = [for k in sort(keys(local.env)) : { name = k, value = local.env[k] }]
  }])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster
  task_definition = aws_ecs_task_definition.this.arn
  desired_count   = var.spec.replicas
  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }
}

resource "aws_lb_target_group" "this" {
  count    = var.spec.public ? 1 : 0
  name     = var.name
  port     = var.spec.port
  protocol = "HTTP"
  vpc_id   = "vpc-1"
}

output "family" {
  value = aws_ecs_task_definition.this.family
}
