resource "aws_flow_log" "minimal" {
  log_destination = "arn:aws:s3:::b"
  vpc_id          = "vpc-1"
  traffic_type    = "ALL"
}

resource "aws_flow_log" "blocks" {
  log_destination = "arn:aws:s3:::b"
  vpc_id          = "vpc-1"
  traffic_type    = "ALL"
  destination_options {}
}
