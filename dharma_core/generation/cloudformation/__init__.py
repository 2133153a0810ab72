"""How Terraform's attributes become CloudFormation's properties."""
