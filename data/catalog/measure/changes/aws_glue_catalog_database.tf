resource "aws_glue_catalog_database" "minimal" {
  name         = "other"
  catalog_id   = "other"
  description  = "other"
  location_uri = "https://other.example.com"
  parameters   = { A = "b" }
  tags         = { A = "b" }
  create_table_default_permission {
    permissions = ["DATA_LOCATION_ACCESS"]
    principal {
      data_lake_principal_identifier = "other"
    }
  }
  federated_database {
    connection_name = "other"
    identifier      = "other"
  }
  target_database {
    catalog_id    = "other"
    database_name = "other"
    region        = "eu-west-1"
  }
}
