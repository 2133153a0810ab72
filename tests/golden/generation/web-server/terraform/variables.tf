variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "web-server"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "image" {
  type        = string
  description = "Image of the servers (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest"
  default     = "ami-04681a1dbd79675a5"
}
