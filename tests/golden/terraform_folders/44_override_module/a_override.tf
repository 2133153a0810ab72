module "queue" {
  delay = 60
}

output "name" {
  value = upper(module.queue.name)
}

resource "aws_sns_topic" "jobs" {
  tags = { From = "override" }
}
