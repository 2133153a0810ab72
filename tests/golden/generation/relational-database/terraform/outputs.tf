output "address" {
  value = aws_db_instance.database.address
}

output "alarms" {
  value = aws_sns_topic.alarms.name
}
