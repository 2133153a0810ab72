"""Starts the CDK program of ml-training."""

import aws_cdk as cdk

from ml_training_stack import MlTrainingStack

app = cdk.App()
MlTrainingStack(app, "ml-training", env=cdk.Environment(region="us-east-1"))
app.synth()
