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

variable "hosts" {
  default = {
    web = { ip = "10.0.0.1", ports = [80, 443] }
    db  = { ip = "10.0.0.2", ports = [5432] }
    new = { ip = "10.0.0.3", ports = [] }
  }
}

resource "aws_ssm_parameter" "plain" {
  name  = "plain"
  type  = "String"
  value = <<EOF
first
  indented "quoted" \n not an escape
EOF
}

resource "aws_ssm_parameter" "indented" {
  name  = "indented"
  type  = "String"
  value = <<-EOF
      four
        six

      four again
    EOF
}

resource "aws_ssm_parameter" "hosts" {
  name  = "hosts"
  type  = "String"
  value = <<-EOT
    # generated
    %{for name, host in var.hosts~}
    ${host.ip} ${name}%{if length(host.ports) > 0} # ${join(" ", host.ports)}%{else} # none%{endif}
    %{endfor~}
    end
  EOT
}

resource "aws_ssm_parameter" "nested" {
  name  = "nested"
  type  = "String"
  value = "%{for name, host in var.hosts}%{for i, port in host.ports}${i > 0 ? "," : ""}${name}:${port}%{endfor};%{endfor}"
}

resource "aws_ssm_parameter" "inside" {
  name = "inside"
  type = "String"
  value = "a ${"b ${"c ${1 + 1}"}"} ${<<-X
    heredoc ${upper("in")} an expression
  X
  }"
}

resource "aws_ssm_parameter" "trimmed" {
  name  = "trimmed"
  type  = "String"
  value = <<-EOT
    a   ${~"b"~}   c
    %{~if true~}
    yes
    %{~endif~}
    d
  EOT
}

output "function_of_heredoc" {
  value = split("\n", trimspace(<<-EOT
    one
    two
  EOT
  ))
}
