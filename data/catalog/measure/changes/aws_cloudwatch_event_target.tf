resource "aws_cloudwatch_event_target" "minimal" {
  rule           = "other"
  arn            = "arn:aws:iam::123456789012:role/other"
  event_bus_name = "other"
  force_destroy  = true
  input_path     = "other"
  role_arn       = "arn:aws:iam::123456789012:role/other"
  target_id      = "other"
  appsync_target {
    graphql_operation = "other"
  }
  batch_target {
    array_size     = 5
    job_attempts   = 5
    job_definition = "other"
    job_name       = "other"
  }
  dead_letter_config {
    arn = "arn:aws:iam::123456789012:role/other"
  }
  ecs_target {
    enable_ecs_managed_tags = true
    enable_execute_command  = true
    group                   = "other"
    launch_type             = "EXTERNAL"
    platform_version        = "other"
    propagate_tags          = "TASK_DEFINITION"
    tags                    = { A = "b" }
    task_count              = 5
    task_definition_arn     = "arn:aws:iam::123456789012:role/other"
    capacity_provider_strategy {
      base              = 5
      capacity_provider = "other"
      weight            = 5
    }
    network_configuration {
      assign_public_ip = true
      security_groups  = ["sg-9"]
      subnets          = ["subnet-9"]
    }
    ordered_placement_strategy {
      field = "other"
      type  = "binpack"
    }
    placement_constraint {
      expression = "other"
      type       = "memberOf"
    }
  }
  http_target {
    header_parameters       = { A = "b" }
    path_parameter_values   = ["other"]
    query_string_parameters = { A = "b" }
  }
  kinesis_target {
    partition_key_path = "other"
  }
  redshift_target {
    database            = "other"
    db_user             = "other"
    secrets_manager_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
    sql                 = "other"
    statement_name      = "other"
    with_event          = true
  }
  retry_policy {
    maximum_event_age_in_seconds = 5
    maximum_retry_attempts       = 5
  }
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
  sqs_target {
    message_group_id = "other"
  }
}

resource "aws_cloudwatch_event_target" "second" {
  rule = "r"
  arn  = "arn:aws:sqs:us-east-1:123456789012:q"
  input_transformer {
    input_paths    = { A = "b" }
    input_template = "other"
  }
}

resource "aws_cloudwatch_event_target" "third" {
  rule  = "r"
  arn   = "arn:aws:sqs:us-east-1:123456789012:q"
  input = "{\"A\":[\"b\"]}"
}
