"""Starts the CDK program of three-tier-web."""

import aws_cdk as cdk

from three_tier_web_stack import ThreeTierWebStack

app = cdk.App()
ThreeTierWebStack(app, "three-tier-web", env=cdk.Environment(region="us-east-1"))
app.synth()
