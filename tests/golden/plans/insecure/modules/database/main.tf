variable "subnet_ids" {
  type = list(string)
}

variable "security_group_ids" {
  type = list(string)
}

variable "password" {
  type      = string
  sensitive = true
}

resource "aws_db_subnet_group" "this" {
  name       = "insecure"
  subnet_ids = var.subnet_ids
}

resource "aws_db_instance" "this" {
  identifier              = "insecure"
  engine                  = "mysql"
  engine_version          = "8.0.39"
  instance_class          = "db.m5.large"
  allocated_storage       = 200
  storage_type            = "gp2"
  username                = "root"
  password                = var.password
  publicly_accessible     = true
  backup_retention_period = 0
  skip_final_snapshot     = true
  db_subnet_group_name    = aws_db_subnet_group.this.name
  vpc_security_group_ids  = var.security_group_ids
}

output "endpoint" {
  value = aws_db_instance.this.endpoint
}
