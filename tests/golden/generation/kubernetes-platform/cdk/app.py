"""Starts the CDK program of kubernetes-platform."""

import aws_cdk as cdk

from kubernetes_platform_stack import KubernetesPlatformStack

app = cdk.App()
KubernetesPlatformStack(
    app,
    "kubernetes-platform",
    env=cdk.Environment(region="us-east-1"),
)
app.synth()
