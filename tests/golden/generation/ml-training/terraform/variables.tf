variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "ml-training"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_prefix" {
  type        = string
  description = "What the buckets' names start with, unique in the world"
  default     = "dharma-ml-training"
}

variable "data_gb" {
  type        = number
  description = "Room for data on each machine, in GB"
  default     = 500
}

variable "image" {
  type        = string
  description = "Image of the machines (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest"
  default     = "ami-04681a1dbd79675a5"
}
