variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "container-service"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "image" {
  type        = string
  description = "The container image, with its tag"
  default     = "public.ecr.aws/nginx/nginx:1.27"
}

variable "port" {
  type        = number
  description = "Where the container listens"
  default     = 80
}

variable "minimum" {
  type        = number
  description = "How few containers there may be"
  default     = 2
}

variable "maximum" {
  type        = number
  description = "How many containers there may be"
  default     = 6
}
