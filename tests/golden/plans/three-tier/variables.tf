variable "region" {
  type    = string
  default = "us-east-1"
}

variable "ami" {
  type        = string
  default     = "ami-04681a1dbd79675a5"
  description = "Image of the web servers"
}

variable "instance_type" {
  type    = string
  default = "t3.medium"
}

variable "multi_az" {
  type    = bool
  default = true
}

locals {
  tags = {
    Environment = "production"
    Owner       = "platform-team"
    CostCenter  = "CC-1001"
    Application = "three-tier-web"
  }
}
