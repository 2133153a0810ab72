"""Starts the CDK program of secure-landing-network."""

import aws_cdk as cdk

from secure_landing_network_stack import SecureLandingNetworkStack

app = cdk.App()
SecureLandingNetworkStack(
    app,
    "secure-landing-network",
    env=cdk.Environment(region="us-east-1"),
)
app.synth()
