variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "serverless-api"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "image_uri" {
  type        = string
  description = "Container image of the function, in the same account and region"
  default     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/serverless-api:1.0.0"
}

variable "memory_mb" {
  type        = number
  description = "Memory of the function, in MB"
  default     = 512
}

variable "timeout_seconds" {
  type        = number
  description = "Longest time one request may take"
  default     = 15
}

variable "log_days" {
  type        = number
  description = "How long logs are kept"
  default     = 30
}

variable "deletion_protection" {
  type        = bool
  description = "Set to true in production, the table then refuses to be deleted"
  default     = false
}
