variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "landing"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "domain" {
  type        = string
  description = "The domain of names inside the network"
  default     = "landing.internal"
}
