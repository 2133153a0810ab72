resource "aws_autoscaling_group" "minimal" {
  min_size             = 1
  max_size             = 2
  launch_configuration = "l"
}

resource "aws_autoscaling_group" "blocks" {
  min_size             = 1
  max_size             = 2
  launch_configuration = "l"
  availability_zone_distribution {}
  capacity_reservation_specification {
    capacity_reservation_target {}
  }
  initial_lifecycle_hook {
    lifecycle_transition = "autoscaling:EC2_INSTANCE_TERMINATING"
    name                 = "other"
  }
  instance_maintenance_policy {
    max_healthy_percentage = 101
    min_healthy_percentage = 5
  }
  instance_refresh {
    strategy = "Rolling"
    preferences {
      alarm_specification {}
    }
  }
  tag {
    key                 = "other"
    propagate_at_launch = true
    value               = "other"
  }
  traffic_source {
    identifier = "other"
  }
  warm_pool {
    instance_reuse_policy {}
  }
}

resource "aws_autoscaling_group" "others" {
  min_size = 1
  max_size = 2
  mixed_instances_policy {
    instances_distribution {}
    launch_template {
      launch_template_specification {}
      override {
        instance_requirements {}
        launch_template_specification {}
      }
    }
  }
}
