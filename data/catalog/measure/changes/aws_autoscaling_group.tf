resource "aws_autoscaling_group" "minimal" {
  min_size                         = 2
  max_size                         = 3
  launch_configuration             = "other"
  availability_zones               = ["us-east-1b"]
  capacity_rebalance               = true
  context                          = "other"
  default_cooldown                 = 5
  default_instance_warmup          = 5
  desired_capacity                 = 5
  desired_capacity_type            = "vcpu"
  enabled_metrics                  = ["other"]
  force_delete                     = true
  force_delete_warm_pool           = true
  health_check_grace_period        = 301
  health_check_type                = "other"
  ignore_failed_scaling_activities = true
  max_instance_lifetime            = 5
  metrics_granularity              = "other"
  min_elb_capacity                 = 5
  name                             = "other"
  placement_group                  = "other"
  protect_from_scale_in            = true
  service_linked_role_arn          = "arn:aws:iam::123456789012:role/other"
  suspended_processes              = ["other"]
  termination_policies             = ["other"]
  wait_for_capacity_timeout        = "5m"
  wait_for_elb_capacity            = 5
  availability_zone_distribution {
    capacity_distribution_strategy = "balanced-best-effort"
  }
  capacity_reservation_specification {
    capacity_reservation_preference = "default"
    capacity_reservation_target {
      capacity_reservation_resource_group_arns = ["arn:aws:iam::123456789012:role/other"]
    }
  }
  initial_lifecycle_hook {
    default_result          = "CONTINUE"
    heartbeat_timeout       = 31
    lifecycle_transition    = "autoscaling:EC2_INSTANCE_TERMINATING"
    name                    = "other"
    notification_metadata   = "other"
    notification_target_arn = "arn:aws:iam::123456789012:role/other"
    role_arn                = "arn:aws:iam::123456789012:role/other"
  }
  instance_maintenance_policy {
    max_healthy_percentage = 101
    min_healthy_percentage = 5
  }
  instance_refresh {
    strategy = "Rolling"
    triggers = ["tag"]
    preferences {
      auto_rollback                = true
      checkpoint_delay             = "60"
      checkpoint_percentages       = [5]
      instance_warmup              = "60"
      max_healthy_percentage       = 101
      min_healthy_percentage       = 5
      scale_in_protected_instances = "Wait"
      skip_matching                = true
      standby_instances            = "Wait"
      alarm_specification {
        alarms = ["other"]
      }
    }
  }
  tag {
    key                 = "other"
    propagate_at_launch = true
    value               = "other"
  }
  traffic_source {
    identifier = "other"
    type       = "other"
  }
  warm_pool {
    max_group_prepared_capacity = 5
    min_size                    = 5
    pool_state                  = "Hibernated"
    instance_reuse_policy {
      reuse_on_scale_in = true
    }
  }
}

resource "aws_autoscaling_group" "second" {
  min_size            = 1
  max_size            = 2
  target_group_arns   = ["arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/t/0123456789abcdef"]
  vpc_zone_identifier = ["other"]
  load_balancers      = ["other"]
  launch_template {
    name    = "other"
    version = "other"
  }
}

resource "aws_autoscaling_group" "third" {
  min_size = 1
  max_size = 2
  mixed_instances_policy {
    instances_distribution {
      on_demand_allocation_strategy            = "other"
      on_demand_base_capacity                  = 5
      on_demand_percentage_above_base_capacity = 5
      spot_allocation_strategy                 = "other"
      spot_instance_pools                      = 5
      spot_max_price                           = "other"
    }
    launch_template {
      launch_template_specification {
        launch_template_id   = "other"
        launch_template_name = "other"
        version              = "other"
      }
    }
  }
}

resource "aws_autoscaling_group" "prefix" {
  name_prefix          = "other"
  min_size             = 1
  max_size             = 2
  launch_configuration = "l"
}
