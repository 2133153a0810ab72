"""Starts the CDK program of serverless-api."""

import aws_cdk as cdk

from serverless_api_stack import ServerlessApiStack

app = cdk.App()
ServerlessApiStack(app, "serverless-api", env=cdk.Environment(region="us-east-1"))
app.synth()
