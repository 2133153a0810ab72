variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "static-site"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "bucket_name" {
  type        = string
  description = "Name of the bucket of files, unique in the world"
  default     = "dharma-static-site-files"
}

variable "domain" {
  type        = string
  description = "The domain whose names point at the site"
  default     = "example.com"
}

variable "old_version_days" {
  type        = number
  description = "When earlier versions of a file are deleted"
  default     = 30
}
