"""The stack of static-site."""

import aws_cdk as cdk
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_route53 as route53
from aws_cdk import aws_s3 as s3
from constructs import Construct


class StaticSiteStack(cdk.Stack):
    """Resources and outputs of static-site."""

    def __init__(self, scope: Construct, construct_id: str, **kwargs: object) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.template_options.description = "static-site, written by Dharma"

        name = cdk.CfnParameter(
            self,
            "Name",
            type="String",
            default="static-site",
            description="What all names start with; another one makes a second copy in the same account",
        )

        environment = cdk.CfnParameter(
            self,
            "Environment",
            type="String",
            default="production",
            description="What it is for, as the tag Environment says",
        )

        bucket_name = cdk.CfnParameter(
            self,
            "BucketName",
            type="String",
            default="dharma-static-site-files",
            description="Name of the bucket of files, unique in the world",
        )

        domain = cdk.CfnParameter(
            self,
            "Domain",
            type="String",
            default="example.com",
            description="The domain whose names point at the site",
        )

        old_version_days = cdk.CfnParameter(
            self,
            "OldVersionDays",
            type="Number",
            default="30",
            description="When earlier versions of a file are deleted",
        )

        s3_bucket_files = s3.CfnBucket(
            self,
            "S3BucketFiles",
            bucket_name=bucket_name.value_as_string,
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="web-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1005"),
                cdk.CfnTag(key="Application", value="static-site"),
            ],
            versioning_configuration=s3.CfnBucket.VersioningConfigurationProperty(
                status="Enabled",
            ),
            bucket_encryption=s3.CfnBucket.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    s3.CfnBucket.ServerSideEncryptionRuleProperty(
                        server_side_encryption_by_default=s3.CfnBucket.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="AES256",
                        ),
                    ),
                ],
            ),
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                ignore_public_acls=True,
                block_public_policy=True,
                restrict_public_buckets=True,
            ),
            lifecycle_configuration=s3.CfnBucket.LifecycleConfigurationProperty(
                rules=[
                    s3.CfnBucket.RuleProperty(
                        id="old-versions",
                        status="Enabled",
                        noncurrent_version_expiration=s3.CfnBucket.NoncurrentVersionExpirationProperty(
                            noncurrent_days=old_version_days.value_as_number,
                        ),
                    ),
                ],
            ),
        )
        options = s3_bucket_files.cfn_options
        options.deletion_policy = cdk.CfnDeletionPolicy.DELETE
        options.update_replace_policy = cdk.CfnDeletionPolicy.DELETE
        options.metadata = {
            "Dharma": {
                "Address": "aws_s3_bucket.files",
                "Holds": [
                    "aws_s3_bucket_versioning.files_versions",
                    "aws_s3_bucket_server_side_encryption_configuration.files_encryption",
                    "aws_s3_bucket_public_access_block.files_private",
                    "aws_s3_bucket_lifecycle_configuration.files_lifecycle",
                ],
            },
        }

        cloudfront_origin_access_control_delivery_access = cloudfront.CfnOriginAccessControl(
            self,
            "CloudfrontOriginAccessControlDeliveryAccess",
            origin_access_control_config=cloudfront.CfnOriginAccessControl.OriginAccessControlConfigProperty(
                name="static-site",
                description="Managed by Dharma",
                origin_access_control_origin_type="s3",
                signing_behavior="always",
                signing_protocol="sigv4",
            ),
        )
        options = cloudfront_origin_access_control_delivery_access.cfn_options
        options.metadata = {
            "Dharma": {
                "Address": "aws_cloudfront_origin_access_control.delivery_access",
            },
        }

        route53_zone_zone = route53.CfnHostedZone(
            self,
            "Route53ZoneZone",
            name=domain.value_as_string,
            hosted_zone_config=route53.CfnHostedZone.HostedZoneConfigProperty(
                comment="Managed by Dharma",
            ),
            hosted_zone_tags=[
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Environment",
                    value=environment.value_as_string,
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Owner",
                    value="web-team",
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="CostCenter",
                    value="CC-1005",
                ),
                route53.CfnHostedZone.HostedZoneTagProperty(
                    key="Application",
                    value="static-site",
                ),
            ],
        )
        options = route53_zone_zone.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route53_zone.zone"}}

        cloudfront_distribution_delivery = cloudfront.CfnDistribution(
            self,
            "CloudfrontDistributionDelivery",
            distribution_config=cloudfront.CfnDistribution.DistributionConfigProperty(
                enabled=True,
                ipv6_enabled=True,
                comment=name.value_as_string,
                default_root_object="index.html",
                price_class="PriceClass_100",
                http_version="http2and3",
                origins=[
                    cloudfront.CfnDistribution.OriginProperty(
                        id="bucket",
                        domain_name=s3_bucket_files.attr_regional_domain_name,
                        origin_access_control_id=cloudfront_origin_access_control_delivery_access.ref,
                        s3_origin_config=cloudfront.CfnDistribution.S3OriginConfigProperty(
                            origin_access_identity="",
                        ),
                    ),
                ],
                default_cache_behavior=cloudfront.CfnDistribution.DefaultCacheBehaviorProperty(
                    target_origin_id="bucket",
                    viewer_protocol_policy="redirect-to-https",
                    allowed_methods=["GET", "HEAD", "OPTIONS"],
                    cached_methods=["GET", "HEAD"],
                    cache_policy_id="658327ea-f89d-4fab-a63d-7e88639e58f6",
                    compress=True,
                ),
                restrictions=cloudfront.CfnDistribution.RestrictionsProperty(
                    geo_restriction=cloudfront.CfnDistribution.GeoRestrictionProperty(
                        restriction_type="none",
                    ),
                ),
                viewer_certificate=cloudfront.CfnDistribution.ViewerCertificateProperty(
                    cloud_front_default_certificate=True,
                    minimum_protocol_version="TLSv1",
                ),
            ),
            tags=[
                cdk.CfnTag(key="Environment", value=environment.value_as_string),
                cdk.CfnTag(key="Owner", value="web-team"),
                cdk.CfnTag(key="CostCenter", value="CC-1005"),
                cdk.CfnTag(key="Application", value="static-site"),
            ],
        )
        options = cloudfront_distribution_delivery.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_cloudfront_distribution.delivery"},
        }

        s3_bucket_policy_delivery_right = s3.CfnBucketPolicy(
            self,
            "S3BucketPolicyDeliveryRight",
            bucket=s3_bucket_files.ref,
            policy_document={
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "s3:GetObject",
                        "Resource": cdk.Fn.sub("${S3BucketFiles.Arn}/*"),
                        "Principal": {"Service": "cloudfront.amazonaws.com"},
                        "Condition": {
                            "StringEquals": {
                                "AWS:SourceArn": cdk.Fn.sub(
                                    "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${CloudfrontDistributionDelivery}",
                                ),
                            },
                        },
                    },
                ],
            },
        )
        options = s3_bucket_policy_delivery_right.cfn_options
        options.metadata = {
            "Dharma": {"Address": "aws_s3_bucket_policy.delivery_right"},
        }

        route53_record_zone_record1 = route53.CfnRecordSet(
            self,
            "Route53RecordZoneRecord1",
            hosted_zone_id=route53_zone_zone.ref,
            name=cdk.Fn.sub("www.${Domain}"),
            type="CNAME",
            ttl="300",
            resource_records=[cloudfront_distribution_delivery.attr_domain_name],
        )
        options = route53_record_zone_record1.cfn_options
        options.metadata = {"Dharma": {"Address": "aws_route53_record.zone_record_1"}}

        cdk.CfnOutput(
            self,
            "Address",
            value=cdk.Fn.sub("https://${CloudfrontDistributionDelivery.DomainName}"),
            description="Where the site answers",
        )

        cdk.CfnOutput(self, "Bucket", value=s3_bucket_files.ref)

        cdk.CfnOutput(
            self,
            "Zone",
            value=route53_zone_zone.ref,
            description="Its name servers are to be entered where the domain was bought",
        )
