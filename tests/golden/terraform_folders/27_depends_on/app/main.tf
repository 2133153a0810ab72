variable "subnet_id" {
  type = string
}

resource "aws_network_interface" "this" {
  subnet_id   = var.subnet_id
  description = "App"
}

resource "aws_instance" "this" {
  ami           = "ami-0bbbbbbbbbbbbbbbb"
  instance_type = "t3.micro"
  network_interface {
    network_interface_id = aws_network_interface.this.id
    device_index         = 0
  }
}

output "private_ip" {
  value = aws_network_interface.this.private_ip
}
