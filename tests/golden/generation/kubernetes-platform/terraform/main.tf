resource "aws_vpc" "network" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = var.name
  }
}

resource "aws_internet_gateway" "network_gateway" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-gateway"
  }
}

resource "aws_subnet" "front_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.20.0.0/24"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-front-a"
  }
}

resource "aws_route_table" "front_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-front-a-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_a_routed" {
  subnet_id      = aws_subnet.front_a.id
  route_table_id = aws_route_table.front_a_routes.id
}

resource "aws_subnet" "front_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.20.1.0/24"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-front-b"
  }
}

resource "aws_route_table" "front_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-front-b-routes"
  }

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.network_gateway.id
  }
}

resource "aws_route_table_association" "front_b_routed" {
  subnet_id      = aws_subnet.front_b.id
  route_table_id = aws_route_table.front_b_routes.id
}

resource "aws_eip" "way_out_ip" {
  domain = "vpc"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-ip"
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_nat_gateway" "way_out" {
  allocation_id = aws_eip.way_out_ip.id
  subnet_id     = aws_subnet.front_a.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = var.name
  }

  depends_on = [aws_internet_gateway.network_gateway]
}

resource "aws_subnet" "nodes_a" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.20.16.0/20"
  availability_zone = "us-east-1a"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-nodes-a"
  }
}

resource "aws_route_table" "nodes_a_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-nodes-a-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "nodes_a_routed" {
  subnet_id      = aws_subnet.nodes_a.id
  route_table_id = aws_route_table.nodes_a_routes.id
}

resource "aws_subnet" "nodes_b" {
  vpc_id            = aws_vpc.network.id
  cidr_block        = "10.20.32.0/20"
  availability_zone = "us-east-1b"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-nodes-b"
  }
}

resource "aws_route_table" "nodes_b_routes" {
  vpc_id = aws_vpc.network.id

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
    Name        = "${var.name}-nodes-b-routes"
  }

  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.way_out.id
  }
}

resource "aws_route_table_association" "nodes_b_routed" {
  subnet_id      = aws_subnet.nodes_b.id
  route_table_id = aws_route_table.nodes_b_routes.id
}

resource "aws_kms_key" "platform_key" {
  description             = "Encrypts the secrets and images of the platform"
  enable_key_rotation     = true
  deletion_window_in_days = 30

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }
}

resource "aws_kms_alias" "platform_key_alias" {
  name          = "alias/${var.name}"
  target_key_id = aws_kms_key.platform_key.key_id
}

resource "aws_iam_role" "cluster_role" {
  name        = "kubernetes-platform-role"
  description = "What cluster may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "eks.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }
}

resource "aws_iam_role_policy_attachment" "cluster_role_1" {
  role       = aws_iam_role.cluster_role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"
}

resource "aws_eks_cluster" "cluster" {
  name     = var.name
  role_arn = aws_iam_role.cluster_role.arn

  enabled_cluster_log_types = [
    "api",
    "audit",
    "authenticator",
    "controllerManager",
    "scheduler",
  ]

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }

  vpc_config {
    subnet_ids              = [aws_subnet.nodes_a.id, aws_subnet.nodes_b.id]
    endpoint_private_access = true
    endpoint_public_access  = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = aws_kms_key.platform_key.arn
    }
  }

  access_config {
    authentication_mode = "API_AND_CONFIG_MAP"
  }
}

resource "aws_iam_role" "cluster_node_role" {
  name        = "kubernetes-platform-node-role"
  description = "What cluster may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect = "Allow"
        Action = "sts:AssumeRole"
        Principal = {
          Service = "ec2.amazonaws.com"
        }
      },
    ]
  })

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }
}

resource "aws_iam_role_policy_attachment" "cluster_node_role_1" {
  role       = aws_iam_role.cluster_node_role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
}

resource "aws_iam_role_policy_attachment" "cluster_node_role_2" {
  role       = aws_iam_role.cluster_node_role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy"
}

resource "aws_iam_role_policy_attachment" "cluster_node_role_3" {
  role       = aws_iam_role.cluster_node_role.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"
}

resource "aws_eks_node_group" "cluster_nodes" {
  cluster_name    = aws_eks_cluster.cluster.name
  node_group_name = "${var.name}-nodes"
  node_role_arn   = aws_iam_role.cluster_node_role.arn
  subnet_ids      = [aws_subnet.nodes_a.id, aws_subnet.nodes_b.id]
  instance_types  = ["t3a.xlarge"]
  ami_type        = "AL2023_x86_64_STANDARD"
  disk_size       = 80

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }

  scaling_config {
    desired_size = var.minimum
    min_size     = var.minimum
    max_size     = var.maximum
  }

  depends_on = [
    aws_iam_role_policy_attachment.cluster_node_role_1,
    aws_iam_role_policy_attachment.cluster_node_role_2,
    aws_iam_role_policy_attachment.cluster_node_role_3,
  ]
}

resource "aws_ecr_repository" "images" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }

  image_scanning_configuration {
    scan_on_push = true
  }

  encryption_configuration {
    encryption_type = "KMS"
    kms_key         = aws_kms_key.platform_key.arn
  }
}

resource "aws_ecr_lifecycle_policy" "images_cleaning" {
  repository = aws_ecr_repository.images.name

  policy = jsonencode({
    rules = [
      {
        rulePriority = 1
        description  = "Keep the newest images"
        selection = {
          tagStatus   = "any"
          countType   = "imageCountMoreThan"
          countNumber = 30
        }
        action = {
          type = "expire"
        }
      },
    ]
  })
}

resource "aws_cloudwatch_log_group" "logs" {
  name              = "${var.name}-logs"
  retention_in_days = 90

  tags = {
    Environment = var.environment
    Owner       = "platform-team"
    CostCenter  = "CC-1007"
    Application = "kubernetes-platform"
  }
}
