provider "aws" {
  region = "us-west-2"
}
variable "repos" {
  type = map(object({
    branch   = optional(string, "main")
    stages   = optional(list(string), ["build", "deploy"])
    approval = optional(bool)
    env      = optional(map(string), {})
    keep     = optional(number, 10)
  }))
}
variable "image_tags" {
  type    = list(string)
  default = ["v", "release-"]
}
locals {
  projects = { for pair in flatten([for r, c in var.repos : [for s in c.stages : { repo = r, stage = s, env = c.env }]]) : "${pair.repo}-${pair.stage}" => pair }
}
resource "aws_ecr_repository" "r" {
  for_each             = var.repos
  name                 = "app/${each.key}"
  image_tag_mutability = "IMMUTABLE"
  image_scanning_configuration {
    scan_on_push = true
  }
}
resource "aws_ecr_lifecycle_policy" "p" {
  for_each   = aws_ecr_repository.r
  repository = each.value.name
  policy = jsonencode({
    rules = concat(
      [{
        rulePriority = 1
        description  = "Expire untagged"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      }],
      [for i, t in var.image_tags : {
        rulePriority = i + 2
        description  = "Keep ${var.repos[each.key].keep} of ${t}"
        selection    = { tagStatus = "tagged", tagPrefixList = [t], countType = "imageCountMoreThan", countNumber = var.repos[each.key].keep }
        action       = { type = "expire" }
      }]
    )
  })
}
resource "aws_codebuild_project" "b" {
  for_each      = local.projects
  name          = each.key
  service_role  = aws_iam_role.ci.arn
  build_timeout = each.value.stage == "build" ? "30" : 60
  artifacts {
    type = "CODEPIPELINE"
  }
  cache {
    type  = "LOCAL"
    modes = ["LOCAL_DOCKER_LAYER_CACHE", "LOCAL_SOURCE_CACHE"]
  }
  environment {
    compute_type    = "BUILD_GENERAL1_SMALL"
    image           = "aws/codebuild/standard:7.0"
    type            = "LINUX_CONTAINER"
    privileged_mode = each.value.stage == "build"
    dynamic "environment_variable" {
      for_each = merge({ STAGE = each.value.stage, REPO_URL = aws_ecr_repository.r[each.value.repo].repository_url }, each.value.env)
      content {
        name  = environment_variable.key
        value = environment_variable.value
        type  = startswith(environment_variable.value, "/ssm") ? "PARAMETER_STORE" : null
      }
    }
  }
  source {
    type      = "CODEPIPELINE"
    buildspec = templatefile("${path.module}/buildspec.yml.tftpl", { stage = each.value.stage, vars = each.value.env })
  }
  logs_config {
    cloudwatch_logs {
      group_name = "/codebuild/${each.key}"
    }
  }
}
resource "aws_codepipeline" "p" {
  for_each = var.repos
  name     = each.key
  role_arn = aws_iam_role.ci.arn
  artifact_store {
    location = aws_s3_bucket.a.bucket
    type     = "S3"
  }
  stage {
    name = "Source"
    action {
      name             = "Source"
      category         = "Source"
      owner            = "AWS"
      provider         = "CodeStarSourceConnection"
      version          = "1"
      output_artifacts = ["src"]
      configuration = {
        ConnectionArn    = aws_codestarconnections_connection.gh.arn
        FullRepositoryId = "acme/${each.key}"
        BranchName       = each.value.branch
      }
    }
  }
  dynamic "stage" {
    for_each = coalesce(each.value.approval, each.value.branch == "main") ? [1] : []
    content {
      name = "Approve"
      action {
        name     = "Approve"
        category = "Approval"
        owner    = "AWS"
        provider = "Manual"
        version  = "1"
      }
    }
  }
  dynamic "stage" {
    for_each = each.value.stages
    content {
      name = title(stage.value)
      action {
        name            = "${stage.key}-${stage.value}"
        category        = "Build"
        owner           = "AWS"
        provider        = "CodeBuild"
        version         = "1"
        input_artifacts = ["src"]
        configuration   = { ProjectName = aws_codebuild_project.b["${each.key}-${stage.value}"].name }
      }
    }
  }
}
resource "aws_codestarconnections_connection" "gh" {
  name          = "gh"
  provider_type = "GitHub"
}
resource "aws_s3_bucket" "a" {
  bucket = "artifacts-${length(var.repos)}"
}
resource "aws_iam_role" "ci" {
  name                = "ci"
  assume_role_policy  = jsonencode({ Version = "2012-10-17", Statement = [for s in ["codebuild", "codepipeline"] : { Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "${s}.amazonaws.com" } }] })
  managed_policy_arns = [for p in ["A", "B"] : "arn:aws:iam::aws:policy/${p}"]
}
resource "aws_codedeploy_app" "d" {
  compute_platform = "ECS"
  name             = "d"
}
resource "aws_codedeploy_deployment_group" "g" {
  app_name               = aws_codedeploy_app.d.name
  deployment_group_name  = "g"
  service_role_arn       = aws_iam_role.ci.arn
  deployment_config_name = "CodeDeployDefault.ECSAllAtOnce"
  auto_rollback_configuration {
    enabled = true
    events  = ["DEPLOYMENT_FAILURE"]
  }
  blue_green_deployment_config {
    deployment_ready_option {
      action_on_timeout = "CONTINUE_DEPLOYMENT"
    }
    terminate_blue_instances_on_deployment_success {
      action                           = "TERMINATE"
      termination_wait_time_in_minutes = 5
    }
  }
  deployment_style {
    deployment_option = "WITH_TRAFFIC_CONTROL"
    deployment_type   = "BLUE_GREEN"
  }
  ecs_service {
    cluster_name = "c"
    service_name = "s"
  }
  load_balancer_info {
    target_group_pair_info {
      prod_traffic_route {
        listener_arns = ["arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/x"]
      }
      dynamic "target_group" {
        for_each = ["blue", "green"]
        content {
          name = target_group.value
        }
      }
    }
  }
}
resource "aws_codecommit_repository" "c" {
  repository_name = "legacy"
}
resource "aws_codeartifact_domain" "d" {
  domain = "acme"
}
output "projects" { value = keys(local.projects) }
output "specs" { value = { for k, p in aws_codebuild_project.b : k => p.source[0].buildspec } }
