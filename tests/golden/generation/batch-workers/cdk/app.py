"""Starts the CDK program of batch-workers."""

import aws_cdk as cdk

from batch_workers_stack import BatchWorkersStack

app = cdk.App()
BatchWorkersStack(app, "batch-workers", env=cdk.Environment(region="us-east-1"))
app.synth()
