resource "aws_ecr_repository" "minimal" {
  name = "repo"
}

resource "aws_ecr_repository" "blocks" {
  name = "repo"
  encryption_configuration {}
  image_scanning_configuration {
    scan_on_push = true
  }
}
