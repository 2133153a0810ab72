"""Starts the CDK program of scheduled-jobs."""

import aws_cdk as cdk

from scheduled_jobs_stack import ScheduledJobsStack

app = cdk.App()
ScheduledJobsStack(app, "scheduled-jobs", env=cdk.Environment(region="us-east-1"))
app.synth()
