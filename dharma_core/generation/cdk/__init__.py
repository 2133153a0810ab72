"""How a CloudFormation template becomes a program of the CDK."""
