variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "batch-workers"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_name" {
  type        = string
  description = "Name of the bucket of results, unique in the world"
  default     = "dharma-batch-workers-results"
}

variable "minimum" {
  type        = number
  description = "How few workers there may be"
  default     = 1
}

variable "maximum" {
  type        = number
  description = "How many workers there may be"
  default     = 8
}

variable "image" {
  type        = string
  description = "Image of the workers (Amazon Linux 2, us-east-1), or ubuntu-24.04 for the newest"
  default     = "ami-04681a1dbd79675a5"
}
