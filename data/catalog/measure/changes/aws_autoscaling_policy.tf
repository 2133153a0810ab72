resource "aws_autoscaling_policy" "minimal" {
  name                      = "other"
  autoscaling_group_name    = "other"
  adjustment_type           = "other"
  cooldown                  = 5
  enabled                   = false
  estimated_instance_warmup = 5
  metric_aggregation_type   = "other"
  min_adjustment_magnitude  = 5
  policy_type               = "TargetTrackingScaling"
  predictive_scaling_configuration {
    max_capacity_breach_behavior = "IncreaseMaxCapacity"
    max_capacity_buffer          = "60"
    mode                         = "ForecastOnly"
    scheduling_buffer_time       = "60"
    metric_specification {
      target_value = 5
      customized_scaling_metric_specification {
        metric_data_queries {
          expression  = "other"
          id          = "other"
          label       = "other"
          return_data = true
        }
      }
      predefined_load_metric_specification {
        predefined_metric_type = "ALBTargetGroupRequestCount"
      }
      predefined_metric_pair_specification {
        predefined_metric_type = "ALBRequestCount"
      }
    }
  }
  step_adjustment {
    metric_interval_lower_bound = "1"
    metric_interval_upper_bound = "10"
    scaling_adjustment          = 5
  }
  target_tracking_configuration {
    disable_scale_in = true
    target_value     = 5
    predefined_metric_specification {
      predefined_metric_type = "other"
      resource_label         = "other"
    }
  }
}

resource "aws_autoscaling_policy" "second" {
  name                   = "p"
  autoscaling_group_name = "g"
  scaling_adjustment     = 5
}
