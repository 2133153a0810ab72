resource "aws_glue_catalog_database" "minimal" {
  name = "d"
}

resource "aws_glue_catalog_database" "blocks" {
  name = "d"
  create_table_default_permission {
    principal {}
  }
  federated_database {}
  target_database {
    catalog_id    = "other"
    database_name = "other"
  }
}
