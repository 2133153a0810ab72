variable "env" { type = string }

locals {
  files = fileset(path.module, "files/*.txt")
}

resource "aws_s3_object" "inner" {
  for_each     = local.files
  bucket       = "b"
  key          = "${var.env}/${trimsuffix(basename(each.value), ".txt")}"
  content      = file("${path.module}/${each.key}")
  content_type = "text/plain; hash=${substr(filesha1("${path.module}/${each.key}"), 0, 6)}"
}

resource "aws_ssm_parameter" "sizes" {
  name  = "sizes"
  type  = "StringList"
  value = join(",", [for f in local.files : length(file("${path.module}/${f}"))])
}

output "hash" {
  value = md5(join("", [for f in local.files : filemd5("${path.module}/${f}")]))
}
