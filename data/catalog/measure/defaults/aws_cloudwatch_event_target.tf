resource "aws_cloudwatch_event_target" "minimal" {
  rule = "r"
  arn  = "arn:aws:sqs:us-east-1:123456789012:q"
}

resource "aws_cloudwatch_event_target" "blocks" {
  rule = "r"
  arn  = "arn:aws:sqs:us-east-1:123456789012:q"
  appsync_target {}
  batch_target {
    job_definition = "other"
    job_name       = "other"
  }
  dead_letter_config {}
  ecs_target {
    task_definition_arn = "arn:aws:iam::123456789012:role/other"
    capacity_provider_strategy {
      capacity_provider = "other"
    }
    network_configuration {
      subnets = ["subnet-9"]
    }
    ordered_placement_strategy {
      type = "binpack"
    }
    placement_constraint {
      type = "memberOf"
    }
  }
  http_target {}
  input_transformer {
    input_template = "other"
  }
  kinesis_target {}
  redshift_target {
    database = "other"
  }
  retry_policy {}
  run_command_targets {
    key    = "other"
    values = ["other"]
  }
  sagemaker_pipeline_target {
    pipeline_parameter_list {
      name  = "other"
      value = "other"
    }
  }
  sqs_target {}
}
