output "api" {
  value = aws_eks_cluster.cluster.endpoint
}

output "images" {
  value = aws_ecr_repository.images.repository_url
}
