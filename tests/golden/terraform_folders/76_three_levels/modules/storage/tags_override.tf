locals {
  tags = { Name = upper(var.name), From = "override" }
}
