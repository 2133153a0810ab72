terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}
provider "aws" {
  region = "eu-west-1"
}

resource "aws_route_table" "attribute_form" {
  vpc_id = "vpc-1"
  route = [
    {
      cidr_block                 = "10.1.0.0/16"
      gateway_id                 = "local"
      carrier_gateway_id         = null
      core_network_arn           = null
      destination_prefix_list_id = null
      egress_only_gateway_id     = null
      ipv6_cidr_block            = null
      local_gateway_id           = null
      nat_gateway_id             = null
      network_interface_id       = null
      transit_gateway_id         = null
      vpc_endpoint_id            = null
      vpc_peering_connection_id  = null
    },
  ]
}

resource "aws_vpc_peering_connection" "peer" {
  vpc_id      = "vpc-1"
  peer_vpc_id = "vpc-2"
  auto_accept = true
  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}

resource "aws_route" "peer" {
  route_table_id            = aws_route_table.attribute_form.id
  destination_cidr_block    = "10.2.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.peer.id
}

resource "aws_s3_bucket" "b" {
  bucket = "notified"
}

resource "aws_s3_bucket_notification" "b" {
  bucket = aws_s3_bucket.b.id
  dynamic "queue" {
    for_each = { created = "s3:ObjectCreated:*", removed = "s3:ObjectRemoved:*" }
    content {
      id            = queue.key
      queue_arn     = "arn:aws:sqs:eu-west-1:123456789012:q"
      events        = [queue.value]
      filter_prefix = "in/"
    }
  }
}

resource "aws_elasticache_cluster" "c" {
  cluster_id      = "c"
  engine          = "memcached"
  node_type       = "cache.t4g.micro"
  num_cache_nodes = 2
}

resource "aws_instance" "blocks" {
  ami           = "ami-03030303030303030"
  instance_type = "c7g.large"
  dynamic "ebs_block_device" {
    for_each = { for i, size in [10, 20] : "/dev/sd${substr("fgh", i, 1)}" => size }
    content {
      device_name = ebs_block_device.key
      volume_size = ebs_block_device.value
      volume_type = "gp3"
    }
  }
  metadata_options {
    http_endpoint = "enabled"
    http_tokens   = "required"
  }
}
