resource "aws_kinesis_firehose_delivery_stream" "minimal" {
  name        = "s"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::b"
    role_arn   = "arn:aws:iam::123456789012:role/r"
  }
}

resource "aws_kinesis_firehose_delivery_stream" "blocks" {
  name        = "s"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::b"
    role_arn   = "arn:aws:iam::123456789012:role/r"
    cloudwatch_logging_options {}
    data_format_conversion_configuration {
      input_format_configuration {
        deserializer {}
      }
      output_format_configuration {
        serializer {}
      }
      schema_configuration {
        database_name = "other"
        role_arn      = "arn:aws:iam::123456789012:role/other"
        table_name    = "other"
      }
    }
    dynamic_partitioning_configuration {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_backup_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
  }
  elasticsearch_configuration {
    index_name = "other"
    role_arn   = "arn:aws:iam::123456789012:role/other"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  http_endpoint_configuration {
    url = "https://other.example.com"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    request_configuration {
      common_attributes {
        name  = "other"
        value = "other"
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    secrets_manager_configuration {}
  }
  iceberg_configuration {
    catalog_arn = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    role_arn    = "arn:aws:iam::123456789012:role/other"
    cloudwatch_logging_options {}
    destination_table_configuration {
      database_name = "other"
      table_name    = "other"
    }
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
  }
  opensearch_configuration {
    index_name = "other"
    role_arn   = "arn:aws:iam::123456789012:role/other"
    cloudwatch_logging_options {}
    document_id_options {
      default_document_id_format = "NO_DOCUMENT_ID"
    }
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  opensearchserverless_configuration {
    collection_endpoint = "other"
    index_name          = "other"
    role_arn            = "arn:aws:iam::123456789012:role/other"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  redshift_configuration {
    cluster_jdbcurl = "https://other.example.com"
    data_table_name = "other"
    role_arn        = "arn:aws:iam::123456789012:role/other"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_backup_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    secrets_manager_configuration {}
  }
  server_side_encryption {}
  snowflake_configuration {
    account_url = "https://other.example.com"
    database    = "other"
    role_arn    = "arn:aws:iam::123456789012:role/other"
    schema      = "other"
    table       = "other"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    secrets_manager_configuration {}
    snowflake_role_configuration {}
    snowflake_vpc_configuration {
      private_link_vpce_id = "other"
    }
  }
  splunk_configuration {
    hec_endpoint = "other"
    cloudwatch_logging_options {}
    processing_configuration {
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn = "arn:aws:s3:::other"
      role_arn   = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {}
    }
    secrets_manager_configuration {}
  }
}

resource "aws_kinesis_firehose_delivery_stream" "others" {
  name        = "s"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::b"
    role_arn   = "arn:aws:iam::123456789012:role/r"
  }
  kinesis_source_configuration {
    kinesis_stream_arn = "arn:aws:kinesis:us-east-1:123456789012:stream/other"
    role_arn           = "arn:aws:iam::123456789012:role/other"
  }
}
