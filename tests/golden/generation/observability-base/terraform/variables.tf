variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "observability-base"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_name" {
  type        = string
  description = "Name of the archive bucket, unique in the world"
  default     = "dharma-observability-base-archive"
}

variable "archive_days" {
  type        = number
  description = "How long the archive keeps them"
  default     = 400
}

variable "waiting_limit" {
  type        = number
  description = "How many alarms may wait before somebody is told"
  default     = 20
}
