variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "kubernetes-platform"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "minimum" {
  type        = number
  description = "How few machines there may be"
  default     = 2
}

variable "maximum" {
  type        = number
  description = "How many machines there may be"
  default     = 6
}
