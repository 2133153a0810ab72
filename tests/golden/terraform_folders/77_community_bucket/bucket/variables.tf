variable "create_bucket" {
  type    = bool
  default = true
}
variable "bucket" {
  type    = string
  default = null
}
variable "bucket_prefix" {
  type    = string
  default = null
}
variable "acl" {
  type    = string
  default = null
}
variable "force_destroy" {
  type    = bool
  default = false
}
variable "attach_elb_log_delivery_policy" {
  type    = bool
  default = false
}
variable "attach_policy" {
  type    = bool
  default = false
}
variable "policy" {
  type    = string
  default = null
}
variable "control_object_ownership" {
  type    = bool
  default = false
}
variable "object_ownership" {
  type    = string
  default = "BucketOwnerEnforced"
}
variable "versioning" {
  type    = map(string)
  default = {}
}
variable "logging" {
  type    = any
  default = {}
}
variable "lifecycle_rule" {
  type    = any
  default = []
}
variable "cors_rule" {
  type    = any
  default = []
}
variable "server_side_encryption_configuration" {
  type    = any
  default = {}
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "website" {
  type    = any
  default = {}
}
