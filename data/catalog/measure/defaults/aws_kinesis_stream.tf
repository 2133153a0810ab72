resource "aws_kinesis_stream" "minimal" {
  name        = "s"
  shard_count = 1
}

resource "aws_kinesis_stream" "blocks" {
  name        = "s"
  shard_count = 1
  stream_mode_details {
    stream_mode = "PROVISIONED"
  }
}
