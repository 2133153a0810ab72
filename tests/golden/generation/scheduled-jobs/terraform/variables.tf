variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "scheduled-jobs"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_name" {
  type        = string
  description = "Name of the bucket of packages, unique in the world"
  default     = "dharma-scheduled-jobs-packages"
}

variable "memory_mb" {
  type        = number
  description = "Memory of a run, in MB"
  default     = 512
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the table of runs refuses to be deleted"
  default     = true
}
