variable "vhosts" {
  type = any
}

output "text" {
  value = templatefile("${path.module}/nginx.tftpl", {
    vhosts = var.vhosts
    footer = file("${path.module}/footer.txt")
  })
}

resource "aws_s3_object" "config" {
  bucket  = "configs"
  key     = "nginx/${basename(path.module)}.conf"
  content = templatefile("${path.module}/nginx.tftpl", { vhosts = [], footer = "" })
}
