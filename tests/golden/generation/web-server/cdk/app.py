"""Starts the CDK program of web-server."""

import aws_cdk as cdk

from web_server_stack import WebServerStack

app = cdk.App()
WebServerStack(app, "web-server", env=cdk.Environment(region="us-east-1"))
app.synth()
