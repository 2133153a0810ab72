services = {
  front = { image = "front:2", port = 3000, replicas = 3, public = true }
  api   = { image = "api:7", port = 8000, env = { LOG = "debug" } }
}
