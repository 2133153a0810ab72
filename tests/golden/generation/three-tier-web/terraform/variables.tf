variable "name" {
  type        = string
  description = "What all names start with; another one makes a second copy in the same account"
  default     = "three-tier-web"
}

variable "short_name" {
  type        = string
  description = "What names of the network and the load balancer start with; to change with name"
  default     = "web"
}

variable "environment" {
  type        = string
  description = "What it is for, as the tag Environment says"
  default     = "production"
}

variable "ami" {
  type        = string
  description = "Image of the web servers (Amazon Linux 2, us-east-1)"
  default     = "ami-04681a1dbd79675a5"
}

variable "instance_type" {
  type        = string
  description = "Size of each web server"
  default     = "t3.medium"
}

variable "db_instance_class" {
  type        = string
  description = "Size of the database"
  default     = "db.t4g.medium"
}

variable "db_storage_gb" {
  type        = number
  description = "Storage of the database, in GB"
  default     = 100
}

variable "multi_az" {
  type        = bool
  description = "Whether the database keeps a standby in a second zone"
  default     = true
}

variable "deletion_protection" {
  type        = bool
  description = "Set to true in production, the database then refuses to be deleted"
  default     = false
}

variable "bucket_name" {
  type        = string
  description = "Name of the assets bucket, unique in the world"
  default     = "dharma-three-tier-web-assets"
}
