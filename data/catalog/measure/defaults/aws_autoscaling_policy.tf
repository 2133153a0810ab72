resource "aws_autoscaling_policy" "minimal" {
  name                   = "p"
  autoscaling_group_name = "g"
}

resource "aws_autoscaling_policy" "blocks" {
  name                   = "p"
  autoscaling_group_name = "g"
  predictive_scaling_configuration {
    metric_specification {
      target_value = 5
      predefined_load_metric_specification {
        predefined_metric_type = "ALBTargetGroupRequestCount"
      }
      predefined_metric_pair_specification {
        predefined_metric_type = "ALBRequestCount"
      }
      predefined_scaling_metric_specification {
        predefined_metric_type = "ALBRequestCountPerTarget"
      }
    }
  }
  step_adjustment {
    scaling_adjustment = 5
  }
  target_tracking_configuration {
    target_value = 5
    predefined_metric_specification {
      predefined_metric_type = "other"
    }
  }
}

resource "aws_autoscaling_policy" "others" {
  name                   = "p"
  autoscaling_group_name = "g"
  target_tracking_configuration {
    target_value = 5
    predefined_metric_specification {
      predefined_metric_type = "other"
    }
  }
  predictive_scaling_configuration {
    metric_specification {
      target_value = 5
      customized_capacity_metric_specification {
        metric_data_queries {
          id = "other"
        }
      }
      customized_load_metric_specification {
        metric_data_queries {
          id = "other"
        }
      }
      predefined_metric_pair_specification {
        predefined_metric_type = "ALBRequestCount"
      }
      predefined_scaling_metric_specification {
        predefined_metric_type = "ALBRequestCountPerTarget"
      }
    }
  }
}
