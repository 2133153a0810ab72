resource "aws_appautoscaling_target" "minimal" {
  max_capacity       = 5
  min_capacity       = 2
  resource_id        = "service/c/other"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"
  role_arn           = "arn:aws:iam::123456789012:role/other"
  tags               = { A = "b" }
  suspended_state {
    dynamic_scaling_in_suspended  = true
    dynamic_scaling_out_suspended = true
    scheduled_scaling_suspended   = true
  }
}

resource "aws_appautoscaling_policy" "minimal" {
  name               = "other"
  policy_type        = "TargetTrackingScaling"
  resource_id        = "service/c/other"
  scalable_dimension = "rds:cluster:ReadReplicaCount"
  service_namespace  = "rds"
  target_tracking_scaling_policy_configuration {
    target_value       = 60
    disable_scale_in   = true
    scale_in_cooldown  = 60
    scale_out_cooldown = 60
    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
      resource_label         = "other"
    }
  }
}

resource "aws_appautoscaling_policy" "second" {
  name               = "p"
  resource_id        = "service/c/s"
  scalable_dimension = "ecs:service:DesiredCount"
  service_namespace  = "ecs"
  step_scaling_policy_configuration {
    adjustment_type         = "ChangeInCapacity"
    cooldown                = 60
    metric_aggregation_type = "Maximum"
    step_adjustment {
      metric_interval_lower_bound = "1"
      metric_interval_upper_bound = "10"
      scaling_adjustment          = 1
    }
  }
}
