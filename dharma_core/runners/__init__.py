"""Programs outside this process: Rego, Terraform, CloudFormation, the simulator, workflows."""
