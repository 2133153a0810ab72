"""Starts the CDK program of event-pipeline."""

import aws_cdk as cdk

from event_pipeline_stack import EventPipelineStack

app = cdk.App()
EventPipelineStack(app, "event-pipeline", env=cdk.Environment(region="us-east-1"))
app.synth()
