"""static-site, written for Pulumi."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
name = config.get("name", "static-site")
environment = config.get("environment", "production")
bucket_name = config.get("bucket_name", "dharma-static-site-files")
domain = config.get("domain", "example.com")
old_version_days = config.get_int("old_version_days", 30)

files = aws.s3.BucketV2(
    "files",
    bucket=bucket_name,
    tags={
        "Environment": environment,
        "Owner": "web-team",
        "CostCenter": "CC-1005",
        "Application": "static-site",
    },
)

files_versions = aws.s3.BucketVersioningV2(
    "files_versions",
    bucket=files.id,
    versioning_configuration=aws.s3.BucketVersioningV2VersioningConfigurationArgs(
        status="Enabled",
    ),
)

files_encryption = aws.s3.BucketServerSideEncryptionConfigurationV2(
    "files_encryption",
    bucket=files.id,
    rules=[
        aws.s3.BucketServerSideEncryptionConfigurationV2RuleArgs(
            apply_server_side_encryption_by_default=aws.s3.BucketServerSideEncryptionConfigurationV2RuleApplyServerSideEncryptionByDefaultArgs(
                sse_algorithm="AES256",
            ),
        ),
    ],
)

files_private = aws.s3.BucketPublicAccessBlock(
    "files_private",
    bucket=files.id,
    block_public_acls=True,
    ignore_public_acls=True,
    block_public_policy=True,
    restrict_public_buckets=True,
)

files_lifecycle = aws.s3.BucketLifecycleConfigurationV2(
    "files_lifecycle",
    bucket=files.id,
    rules=[
        aws.s3.BucketLifecycleConfigurationV2RuleArgs(
            id="old-versions",
            status="Enabled",
            filter=aws.s3.BucketLifecycleConfigurationV2RuleFilterArgs(prefix=""),
            noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationV2RuleNoncurrentVersionExpirationArgs(
                noncurrent_days=old_version_days,
            ),
        ),
    ],
)

delivery_access = aws.cloudfront.OriginAccessControl(
    "delivery_access",
    name="static-site",
    description="Managed by Dharma",
    origin_access_control_origin_type="s3",
    signing_behavior="always",
    signing_protocol="sigv4",
)

delivery = aws.cloudfront.Distribution(
    "delivery",
    enabled=True,
    is_ipv6_enabled=True,
    comment=name,
    default_root_object="index.html",
    price_class="PriceClass_100",
    http_version="http2and3",
    origins=[
        aws.cloudfront.DistributionOriginArgs(
            origin_id="bucket",
            domain_name=files.bucket_regional_domain_name,
            origin_access_control_id=delivery_access.id,
        ),
    ],
    default_cache_behavior=aws.cloudfront.DistributionDefaultCacheBehaviorArgs(
        target_origin_id="bucket",
        viewer_protocol_policy="redirect-to-https",
        allowed_methods=["GET", "HEAD", "OPTIONS"],
        cached_methods=["GET", "HEAD"],
        cache_policy_id="658327ea-f89d-4fab-a63d-7e88639e58f6",
        compress=True,
    ),
    restrictions=aws.cloudfront.DistributionRestrictionsArgs(
        geo_restriction=aws.cloudfront.DistributionRestrictionsGeoRestrictionArgs(
            restriction_type="none",
        ),
    ),
    viewer_certificate=aws.cloudfront.DistributionViewerCertificateArgs(
        cloudfront_default_certificate=True,
    ),
    tags={
        "Environment": environment,
        "Owner": "web-team",
        "CostCenter": "CC-1005",
        "Application": "static-site",
    },
)

delivery_right = aws.s3.BucketPolicy(
    "delivery_right",
    bucket=files.id,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": "s3:GetObject",
                    "Resource": pulumi.Output.format("{}/*", files.arn),
                    "Principal": {"Service": "cloudfront.amazonaws.com"},
                    "Condition": {"StringEquals": {"AWS:SourceArn": delivery.arn}},
                },
            ],
        },
    ),
)

zone = aws.route53.Zone(
    "zone",
    name=domain,
    comment="Managed by Dharma",
    tags={
        "Environment": environment,
        "Owner": "web-team",
        "CostCenter": "CC-1005",
        "Application": "static-site",
    },
)

zone_record_1 = aws.route53.Record(
    "zone_record_1",
    zone_id=zone.zone_id,
    name=f"www.{domain}",
    type="CNAME",
    ttl=300,
    records=[delivery.domain_name],
)

pulumi.export("address", pulumi.Output.format("https://{}", delivery.domain_name))
pulumi.export("bucket", files.bucket)
pulumi.export("zone", zone.zone_id)
