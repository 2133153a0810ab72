variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "relational-database"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "storage_gb" {
  type        = number
  description = "Room for data, in GB"
  default     = 100
}

variable "high_availability" {
  type        = bool
  description = "Whether a standby waits in a second zone"
  default     = true
}

variable "deletion_protection" {
  type        = bool
  description = "Whether the database refuses to be deleted"
  default     = true
}
