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
  region = "ap-southeast-2"
}

variable "disks" {
  type = list(object({
    name = string
    size = number
    tags = optional(map(string), {})
  }))
  default = [
    { name = "a", size = 10, tags = { Use = "db" } },
    { name = "b", size = 20 },
    { name = "c", size = 30 },
  ]
}

variable "single" {
  type    = object({ name = string })
  default = null
}

resource "aws_ebs_volume" "disk" {
  count             = length(var.disks)
  availability_zone = "ap-southeast-2a"
  size              = var.disks[count.index].size
  tags              = merge({ Name = var.disks[count.index].name }, var.disks[count.index].tags)
}

resource "aws_instance" "hosts" {
  count         = 2
  ami           = "ami-0aaaaaaaaaaaaaaaa"
  instance_type = "t3.nano"
  ebs_block_device {
    device_name = "/dev/sdb"
    volume_size = 5
  }
}

resource "aws_volume_attachment" "disk" {
  count       = length(aws_ebs_volume.disk[*].id)
  device_name = "/dev/sd${["f", "g", "h"][count.index]}"
  volume_id   = aws_ebs_volume.disk.*.id[count.index]
  instance_id = element(aws_instance.hosts.*.id, count.index)
}

output "sizes" {
  value = aws_ebs_volume.disk[*].size
}

output "legacy_sizes" {
  value = aws_ebs_volume.disk.*.size
}

output "names" {
  value = aws_ebs_volume.disk[*].tags.Name
}

output "legacy_first_tag" {
  value = aws_ebs_volume.disk.*.tags[0]
}

output "of_null" {
  value = var.single[*].name
}

output "of_one" {
  value = var.disks[0][*].name
}

output "device_sizes" {
  value = flatten(aws_instance.hosts[*].ebs_block_device[*].volume_size)
}
