"""Starts the CDK program of data-lake."""

import aws_cdk as cdk

from data_lake_stack import DataLakeStack

app = cdk.App()
DataLakeStack(app, "data-lake", env=cdk.Environment(region="us-east-1"))
app.synth()
