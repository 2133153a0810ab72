"""Starts the CDK program of observability-base."""

import aws_cdk as cdk

from observability_base_stack import ObservabilityBaseStack

app = cdk.App()
ObservabilityBaseStack(
    app,
    "observability-base",
    env=cdk.Environment(region="us-east-1"),
)
app.synth()
