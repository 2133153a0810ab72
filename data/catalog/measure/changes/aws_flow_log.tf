resource "aws_flow_log" "minimal" {
  log_destination            = "arn:aws:lambda:us-east-1:123456789012:function:other"
  vpc_id                     = "vpc-9"
  traffic_type               = "ALL"
  deliver_cross_account_role = "arn:aws:lambda:us-east-1:123456789012:function:other"
  iam_role_arn               = "arn:aws:iam::123456789012:role/other"
  log_destination_type       = "kinesis-data-firehose"
  log_format                 = "other"
  max_aggregation_interval   = 600
  tags                       = { A = "b" }
  destination_options {
    file_format                = "parquet"
    hive_compatible_partitions = true
    per_hour_partition         = true
  }
}

resource "aws_flow_log" "second" {
  vpc_id         = "vpc-1"
  traffic_type   = "ALL"
  log_group_name = "other"
}

resource "aws_flow_log" "third" {
  traffic_type       = "ALL"
  log_destination    = "arn:aws:lambda:us-east-1:123456789012:function:other"
  transit_gateway_id = "other"
}

resource "aws_flow_log" "subnet" {
  log_destination          = "arn:aws:s3:::b"
  subnet_id                = "subnet-1"
  traffic_type             = "REJECT"
  max_aggregation_interval = 60
}

resource "aws_flow_log" "interface" {
  log_destination = "arn:aws:s3:::b"
  eni_id          = "eni-1"
  traffic_type    = "ALL"
}

resource "aws_flow_log" "transit" {
  log_destination               = "arn:aws:s3:::b"
  transit_gateway_attachment_id = "tgw-attach-1"
  max_aggregation_interval      = 60
}
