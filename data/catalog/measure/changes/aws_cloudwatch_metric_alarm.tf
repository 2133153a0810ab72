resource "aws_cloudwatch_metric_alarm" "minimal" {
  alarm_name                            = "other"
  comparison_operator                   = "GreaterThanUpperThreshold"
  evaluation_periods                    = 2
  metric_name                           = "other"
  namespace                             = "other"
  period                                = 30
  statistic                             = "Maximum"
  actions_enabled                       = false
  alarm_actions                         = ["arn:aws:lambda:us-east-1:123456789012:function:other"]
  alarm_description                     = "other"
  datapoints_to_alarm                   = 5
  dimensions                            = { A = "b" }
  evaluate_low_sample_count_percentiles = "ignore"
  insufficient_data_actions             = ["arn:aws:lambda:us-east-1:123456789012:function:other"]
  ok_actions                            = ["arn:aws:lambda:us-east-1:123456789012:function:other"]
  tags                                  = { A = "b" }
  threshold_metric_id                   = "other"
  treat_missing_data                    = "notBreaching"
  unit                                  = "None"
}

resource "aws_cloudwatch_metric_alarm" "second" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 81
}

resource "aws_cloudwatch_metric_alarm" "third" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  threshold           = 80
}

resource "aws_cloudwatch_metric_alarm" "percentile" {
  alarm_name          = "a"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  metric_name         = "CPUUtilization"
  namespace           = "AWS/EC2"
  period              = 60
  extended_statistic  = "p90"
  threshold           = 80
}
