variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "event-pipeline"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "image_uri" {
  type        = string
  description = "Container image of the writer, in the same account and region"
  default     = "123456789012.dkr.ecr.us-east-1.amazonaws.com/event-pipeline:1.0.0"
}

variable "bucket_name" {
  type        = string
  description = "Name of the event bucket, unique in the world"
  default     = "dharma-event-pipeline-events"
}

variable "memory_mb" {
  type        = number
  description = "Memory of the writer, in MB"
  default     = 1024
}

variable "log_days" {
  type        = number
  description = "How long logs are kept"
  default     = 90
}
