moved {
  from = aws_instance.server[0]
  to   = aws_instance.server_0
}

moved {
  from = aws_instance.server[1]
  to   = aws_instance.server_1
}

moved {
  from = aws_lb_target_group_attachment.server_target[0]
  to   = aws_lb_target_group_attachment.server_target_0
}

moved {
  from = aws_lb_target_group_attachment.server_target[1]
  to   = aws_lb_target_group_attachment.server_target_1
}
