variable "region" {
  type = string
}

variable "prefix" {
  type    = string
  default = "unset"
}

variable "tags" {
  type    = map(string)
  default = {}
}

variable "buckets" {
  description = "Buckets by their short name."
  type = map(object({
    versioned = optional(bool, true)
    temporary = optional(bool, false)
    tier      = optional(string, "standard")
    notes     = optional(string)
  }))
}
