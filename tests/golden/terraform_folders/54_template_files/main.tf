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

locals {
  vhosts = [
    { name = "example.com", port = 8080, tls = true },
    { name = "example.org", port = 8081, tls = false, aliases = ["www.example.org"] },
  ]
}

module "config" {
  source = "./modules/config"
  vhosts = local.vhosts
}

resource "aws_instance" "proxy" {
  ami           = "ami-02020202020202020"
  instance_type = "t3.small"
  user_data_base64 = base64encode(join("\n", [
    "#!/bin/sh",
    "cat > /etc/nginx.conf <<'END'",
    module.config.text,
    "END",
  ]))
}

resource "aws_ssm_parameter" "json" {
  name  = "json"
  type  = "String"
  value = templatefile("${path.module}/policy.json.tftpl", { buckets = ["a", "b"], write = true })
}

output "lines" {
  value = length(split("\n", module.config.text))
}

output "valid" {
  value = jsondecode(nonsensitive(aws_ssm_parameter.json.value)).Statement[0].Action
}
