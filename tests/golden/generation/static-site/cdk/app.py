"""Starts the CDK program of static-site."""

import aws_cdk as cdk

from static_site_stack import StaticSiteStack

app = cdk.App()
StaticSiteStack(app, "static-site", env=cdk.Environment(region="us-east-1"))
app.synth()
