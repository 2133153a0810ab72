"""A place for container images."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]


def _aws(registry: Draft) -> None:
    key = registry.link("key")
    own = {"encryption_type": "KMS", "kms_key": key.of("arn")} if key else None
    registry.main(
        "aws_ecr_repository",
        name=registry.name,
        image_tag_mutability="IMMUTABLE" if registry.now("immutable") else "MUTABLE",
        image_scanning_configuration={"scan_on_push": registry["scan"]},
        encryption_configuration=own or {"encryption_type": "KMS"},
    )
    registry.add(
        "cleaning",
        "aws_ecr_lifecycle_policy",
        repository=registry.me("name"),
        policy={"rules": [_aws_rule(registry)]},
    )


def _aws_rule(registry: Draft) -> dict[str, Any]:
    return {
        "rulePriority": 1,
        "description": "Keep the newest images",
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": int(registry.now("keep_images")),
        },
        "action": {"type": "expire"},
    }


def _azure(registry: Draft) -> None:
    registry.main(
        "azurerm_container_registry",
        name=registry.squeezed(limit=50),
        sku="Premium",
        admin_enabled=False,
        anonymous_pull_enabled=False,
        public_network_access_enabled=registry["public"],
        retention_policy_in_days=30,
        trust_policy_enabled=False,
    )


def _gcp(registry: Draft) -> None:
    key = registry.link("key")
    registry.main(
        "google_artifact_registry_repository",
        after=gcp_key_right(registry, "artifactregistry"),
        repository_id=registry.name,
        format="DOCKER",
        description="Managed by Dharma",
        kms_key_name=key.of("id") if key else None,
        docker_config={"immutable_tags": registry["immutable"]},
        cleanup_policies=[
            {
                "id": "keep-newest",
                "action": "KEEP",
                "most_recent_versions": {"keep_count": registry["keep_images"]},
            }
        ],
    )


KIND = Kind(
    "compute.registry",
    "Image registry",
    "A place for container images.",
    (
        Property(
            "immutable",
            "Whether a tag always means the same image.",
            type="bool",
            default=True,
        ),
        Property("scan", "Whether new images are scanned, on AWS.", type="bool", default=True),
        Property("keep_images", "How many images are kept.", type="number", default=30, least=1),
        Property(
            "public",
            "Whether Azure lets the internet ask for images; they need a right all the same.",
            type="bool",
            default=False,
        ),
        key_property("the images"),
    ),
    (
        Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
        Output(
            "address",
            "What image names start with.",
            aws="repository_url",
            azure="login_server",
            gcp="{location}-docker.pkg.dev/{project}/{repository_id}",
        ),
    ),
    {
        "aws": Cloud("aws_ecr_repository", _aws),
        "azure": Cloud("azurerm_container_registry", _azure),
        "gcp": Cloud("google_artifact_registry_repository", _gcp),
    },
)
