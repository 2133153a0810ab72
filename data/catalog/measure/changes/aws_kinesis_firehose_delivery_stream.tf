resource "aws_kinesis_firehose_delivery_stream" "minimal" {
  name           = "other"
  destination    = "splunk"
  arn            = "arn:aws:iam::123456789012:role/other"
  destination_id = "other"
  tags           = { A = "b" }
  version_id     = "other"
  extended_s3_configuration {
    bucket_arn          = "arn:aws:s3:::other"
    role_arn            = "arn:aws:iam::123456789012:role/other"
    buffering_interval  = 5
    buffering_size      = 5
    compression_format  = "HADOOP_SNAPPY"
    custom_time_zone    = "other"
    error_output_prefix = "other"
    file_extension      = ".gz"
    kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
    prefix              = "other"
    s3_backup_mode      = "Enabled"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    data_format_conversion_configuration {
      enabled = true
      input_format_configuration {
        deserializer {}
      }
      output_format_configuration {
        serializer {}
      }
      schema_configuration {
        catalog_id    = "other"
        database_name = "other"
        region        = "eu-west-1"
        role_arn      = "arn:aws:iam::123456789012:role/other"
        table_name    = "other"
        version_id    = "other"
      }
    }
    dynamic_partitioning_configuration {
      enabled        = true
      retry_duration = 5
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_backup_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
  }
  elasticsearch_configuration {
    buffering_interval    = 5
    buffering_size        = 5
    domain_arn            = "arn:aws:iam::123456789012:role/other"
    index_name            = "other"
    index_rotation_period = "OneMonth"
    retry_duration        = 5
    role_arn              = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode        = "AllDocuments"
    type_name             = "other"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  http_endpoint_configuration {
    access_key         = "other"
    buffering_interval = 5
    buffering_size     = 5
    name               = "other"
    retry_duration     = 5
    role_arn           = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode     = "AllData"
    url                = "https://other.example.com"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    request_configuration {
      content_encoding = "GZIP"
      common_attributes {
        name  = "other"
        value = "other"
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    secrets_manager_configuration {
      enabled    = true
      role_arn   = "arn:aws:iam::123456789012:role/other"
      secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
    }
  }
  iceberg_configuration {
    buffering_interval = 5
    buffering_size     = 5
    catalog_arn        = "arn:aws:logs:us-east-1:123456789012:log-group:other"
    retry_duration     = 5
    role_arn           = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode     = "AllData"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    destination_table_configuration {
      database_name          = "other"
      s3_error_output_prefix = "other"
      table_name             = "other"
      unique_keys            = ["other"]
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
  }
  opensearch_configuration {
    buffering_interval    = 5
    buffering_size        = 5
    cluster_endpoint      = "other"
    index_name            = "other"
    index_rotation_period = "OneMonth"
    retry_duration        = 5
    role_arn              = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode        = "AllDocuments"
    type_name             = "other"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    document_id_options {
      default_document_id_format = "NO_DOCUMENT_ID"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  opensearchserverless_configuration {
    buffering_interval  = 5
    buffering_size      = 5
    collection_endpoint = "other"
    index_name          = "other"
    retry_duration      = 5
    role_arn            = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode      = "AllDocuments"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    vpc_config {
      role_arn           = "arn:aws:iam::123456789012:role/other"
      security_group_ids = ["sg-9"]
      subnet_ids         = ["subnet-9"]
    }
  }
  redshift_configuration {
    cluster_jdbcurl    = "https://other.example.com"
    copy_options       = "other"
    data_table_columns = "other"
    data_table_name    = "other"
    password           = "other"
    retry_duration     = 5
    role_arn           = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode     = "Enabled"
    username           = "other"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_backup_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    secrets_manager_configuration {
      enabled    = true
      role_arn   = "arn:aws:iam::123456789012:role/other"
      secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
    }
  }
  server_side_encryption {
    enabled  = true
    key_arn  = "arn:aws:iam::123456789012:role/other"
    key_type = "CUSTOMER_MANAGED_CMK"
  }
  snowflake_configuration {
    account_url          = "https://other.example.com"
    buffering_interval   = 5
    buffering_size       = 5
    content_column_name  = "other"
    data_loading_option  = "VARIANT_CONTENT_AND_METADATA_MAPPING"
    database             = "other"
    key_passphrase       = "aaaaaaaa"
    metadata_column_name = "other"
    private_key          = "other"
    retry_duration       = 5
    role_arn             = "arn:aws:iam::123456789012:role/other"
    s3_backup_mode       = "AllData"
    schema               = "other"
    table                = "other"
    user                 = "other"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    secrets_manager_configuration {
      enabled    = true
      role_arn   = "arn:aws:iam::123456789012:role/other"
      secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
    }
    snowflake_role_configuration {
      enabled        = true
      snowflake_role = "other"
    }
    snowflake_vpc_configuration {
      private_link_vpce_id = "other"
    }
  }
  splunk_configuration {
    buffering_interval         = 5
    buffering_size             = 5
    hec_acknowledgment_timeout = 181
    hec_endpoint               = "other"
    hec_endpoint_type          = "Event"
    hec_token                  = "other"
    retry_duration             = 5
    s3_backup_mode             = "AllEvents"
    cloudwatch_logging_options {
      enabled         = true
      log_group_name  = "other"
      log_stream_name = "other"
    }
    processing_configuration {
      enabled = true
      processors {
        type = "Lambda"
        parameters {
          parameter_name  = "LambdaArn"
          parameter_value = "other"
        }
      }
    }
    s3_configuration {
      bucket_arn          = "arn:aws:s3:::other"
      buffering_interval  = 5
      buffering_size      = 5
      compression_format  = "HADOOP_SNAPPY"
      error_output_prefix = "other"
      kms_key_arn         = "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012"
      prefix              = "other"
      role_arn            = "arn:aws:iam::123456789012:role/other"
      cloudwatch_logging_options {
        enabled         = true
        log_group_name  = "other"
        log_stream_name = "other"
      }
    }
    secrets_manager_configuration {
      enabled    = true
      role_arn   = "arn:aws:iam::123456789012:role/other"
      secret_arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:other"
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "second" {
  name        = "s"
  destination = "extended_s3"
  extended_s3_configuration {
    bucket_arn = "arn:aws:s3:::b"
    role_arn   = "arn:aws:iam::123456789012:role/r"
  }
  msk_source_configuration {
    msk_cluster_arn     = "arn:aws:iam::123456789012:role/other"
    read_from_timestamp = "2030-01-01T00:00:00Z"
    topic_name          = "other"
    authentication_configuration {
      connectivity = "PRIVATE"
      role_arn     = "arn:aws:iam::123456789012:role/other"
    }
  }
}

resource "aws_kinesis_firehose_delivery_stream" "third" {
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
