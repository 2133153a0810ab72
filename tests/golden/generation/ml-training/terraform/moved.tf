moved {
  from = aws_instance.trainer[0]
  to   = aws_instance.trainer_0
}

moved {
  from = aws_ebs_volume.scratch[0]
  to   = aws_ebs_volume.scratch_0
}

moved {
  from = aws_volume_attachment.scratch_mount[0]
  to   = aws_volume_attachment.scratch_mount_0
}
