"""relational-database, written for Pulumi."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "relational-database")
environment = config.get("environment", "production")
storage_gb = config.get_int("storage_gb", 100)
high_availability = config.get_bool("high_availability", True)
deletion_protection = config.get_bool("deletion_protection", True)

network = aws.ec2.Vpc(
    "network",
    cidr_block="10.60.0.0/16",
    enable_dns_hostnames=True,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
        "Name": name,
    },
)

inner_a = aws.ec2.Subnet(
    "inner_a",
    vpc_id=network.id,
    cidr_block="10.60.0.0/24",
    availability_zone="us-east-1a",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
        "Name": f"{name}-a",
    },
)

inner_b = aws.ec2.Subnet(
    "inner_b",
    vpc_id=network.id,
    cidr_block="10.60.1.0/24",
    availability_zone="us-east-1b",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
        "Name": f"{name}-b",
    },
)

database_firewall = aws.ec2.SecurityGroup(
    "database_firewall",
    name=name,
    description="PostgreSQL from the clients",
    vpc_id=network.id,
    ingress=[
        aws.ec2.SecurityGroupIngressArgs(
            description="PostgreSQL from the clients",
            protocol="tcp",
            from_port=5432,
            to_port=5432,
            cidr_blocks=["10.0.0.0/8"],
        ),
    ],
    egress=[],
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
        "Name": name,
    },
)

database_key = aws.kms.Key(
    "database_key",
    description="Encrypts the database",
    enable_key_rotation=True,
    deletion_window_in_days=30,
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
    },
)

database_key_alias = aws.kms.Alias(
    "database_key_alias",
    name=f"alias/{name}",
    target_key_id=database_key.key_id,
)

database_network = aws.rds.SubnetGroup(
    "database_network",
    name="relational-database",
    description="Where database stands",
    subnet_ids=[inner_a.id, inner_b.id],
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
    },
)

database = aws.rds.Instance(
    "database",
    identifier="relational-database",
    engine="postgres",
    engine_version="16",
    instance_class="db.t4g.large",
    allocated_storage=storage_gb,
    storage_type="gp3",
    storage_encrypted=True,
    kms_key_id=database_key.arn,
    db_name="app",
    username="app_admin",
    manage_master_user_password=True,
    port=5432,
    multi_az=high_availability,
    db_subnet_group_name=database_network.name,
    vpc_security_group_ids=[database_firewall.id],
    backup_retention_period=30,
    copy_tags_to_snapshot=True,
    iam_database_authentication_enabled=True,
    enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
    deletion_protection=deletion_protection,
    final_snapshot_identifier="relational-database-final",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
    },
)

alarms = aws.sns.Topic(
    "alarms",
    name=f"{name}-alarms",
    kms_master_key_id="alias/aws/sns",
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
    },
)

busy = aws.cloudwatch.MetricAlarm(
    "busy",
    name=f"{name}-busy",
    alarm_description="The database is busy; look for slow queries, or give it more processors",
    namespace="AWS/RDS",
    metric_name="CPUUtilization",
    dimensions={"DBInstanceIdentifier": database.identifier},
    statistic="Average",
    comparison_operator="GreaterThanThreshold",
    threshold=80,
    period=60,
    evaluation_periods=15,
    treat_missing_data="notBreaching",
    alarm_actions=[alarms.arn],
    ok_actions=[alarms.arn],
    tags={
        "Environment": environment,
        "Owner": "data-team",
        "CostCenter": "CC-1011",
        "Application": "relational-database",
    },
)

pulumi.export("address", database.address)
pulumi.export("alarms", alarms.name)
