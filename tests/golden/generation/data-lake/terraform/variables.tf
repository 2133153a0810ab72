variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "data-lake"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_prefix" {
  type        = string
  description = "What the buckets' names start with, unique in the world"
  default     = "dharma-data-lake"
}

variable "archive_days" {
  type        = number
  description = "When data as it came moves to a cheaper class"
  default     = 90
}

variable "memory_mb" {
  type        = number
  description = "Memory of the function that checks new data, in MB"
  default     = 1024
}
