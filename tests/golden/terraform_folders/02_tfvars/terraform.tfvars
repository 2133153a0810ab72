region = "eu-central-1"
prefix = "acme"
tags = {
  Owner = "data"
  Cost  = 42
}
buckets = {
  raw     = {}
  curated = { tier = "gold", versioned = "true" }
  scratch = { versioned = false, temporary = true }
}
