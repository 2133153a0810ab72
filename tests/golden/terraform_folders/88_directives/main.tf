provider "aws" {
  region = "eu-west-1"
}
locals {
  users = { ann = ["dev", "ops"], bob = [] }
  a = <<EOT
plain
  indented ${"x"}
	tab
EOT
  b = <<-EOT
    first
      second
    third ${join(",", keys(local.users))}

    last
  EOT
  c = <<-EOT
    %{ for u, g in local.users ~}
    user ${u}:%{ for x in g } ${x}%{ endfor }
    %{ endfor ~}
    done
  EOT
  d = <<EOT
%{ for u in keys(local.users) }
- ${u}
%{ endfor }
end
EOT
  e = <<-EOT
    %{~ if length(local.users) > 1 ~}
    many
    %{~ else ~}
    few
    %{~ endif ~}
    tail
  EOT
  g = "one-line %{ for i in range(3) }${i}%{ if i < 2 }, %{ endif }%{ endfor }."
  h = <<-EOT
    no escape \n \t \" $${lit} %%{lit} $$ 100% $x
  EOT
  i = <<-EOT

      leading blank
    less
  EOT
  j = "a ${~ "trim" ~} b"
  k = trimspace(<<EOT
    x
EOT
  )
  l = [<<EOT
in list
EOT
  , "next"]
  m = <<EOT
${jsonencode({ a = 1 })}
EOT
  n = <<-EOT
    ${"interp at start"}
      deeper ${1 + 1}
	tabbed
    EOT
}
resource "terraform_data" "h" {
  for_each = { a = local.a, b = local.b, c = local.c, d = local.d, e = local.e, g = local.g, h = local.h, i = local.i, j = local.j, k = local.k, l = local.l, m = local.m, n = local.n }
  input    = each.value
}
resource "aws_instance" "i" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  user_data     = <<-USERDATA
    #!/bin/bash
    set -e
    %{ for u, g in local.users ~}
    useradd ${u}%{ if length(g) > 0 } -G ${join(",", g)}%{ endif }
    %{ endfor ~}
    cat > /etc/x <<'EOF'
    $${VAR} and $(cmd) and `ticks`
    EOF
  USERDATA
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        %{ for i, u in keys(local.users) ~}
        %{ if i > 0 },%{ endif }
        {"Effect": "Allow", "Action": ["s3:*"], "Resource": "arn:aws:s3:::${u}"}
        %{ endfor ~}
      ]
    }
  JSON
}
resource "aws_cloudwatch_log_metric_filter" "f" {
  name           = "f"
  log_group_name = "g"
  pattern        = "[ip, id, user, timestamp, request, status_code=4*, size]"
  metric_transformation {
    name      = "n"
    namespace = "ns"
    value     = "$size"
    dimensions = {
      "ip" = "$ip"
    }
  }
}
resource "aws_ssm_parameter" "t" {
  name  = "t"
  type  = "String"
  value = templatefile("${path.module}/tpl/outer.tftpl", { users = local.users, empty = "", n = null })
}
output "b" { value = local.b }
output "t" { value = split("\n", nonsensitive(aws_ssm_parameter.t.value)) }
