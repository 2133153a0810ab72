"""Starts the CDK program of relational-database."""

import aws_cdk as cdk

from relational_database_stack import RelationalDatabaseStack

app = cdk.App()
RelationalDatabaseStack(
    app,
    "relational-database",
    env=cdk.Environment(region="us-east-1"),
)
app.synth()
