"""Starts the CDK program of container-service."""

import aws_cdk as cdk

from container_service_stack import ContainerServiceStack

app = cdk.App()
ContainerServiceStack(app, "container-service", env=cdk.Environment(region="us-east-1"))
app.synth()
