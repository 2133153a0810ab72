"""A place for logs that forgets after a while."""

from __future__ import annotations

from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import key_property

__all__ = ["KIND"]

# The terms CloudWatch takes, from AWS's documentation of PutRetentionPolicy, 2024-11.
_TERMS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip


def _aws(store: Draft) -> None:
    key = store.link("key")
    days = int(store.now("retention_days"))
    store.main(
        "aws_cloudwatch_log_group",
        name=store.name,
        retention_in_days=next(term for term in _TERMS if term >= days),
        kms_key_id=key.of("arn") if key else None,
    )


def _azure(store: Draft) -> None:
    store.main(
        "azurerm_log_analytics_workspace",
        name=store.name,
        sku="PerGB2018",
        retention_in_days=min(730, max(30, int(store.now("retention_days")))),
        local_authentication_enabled=False,
    )


def _gcp(store: Draft) -> None:
    key = store.link("key")
    store.main(
        "google_logging_project_bucket_config",
        after=gcp_key_right(store, "logging"),
        project=store.project(),
        bucket_id=store.name,
        description="Managed by Dharma",
        retention_days=store["retention_days"],
        cmek_settings={"kms_key_name": key.of("id")} if key else None,
    )


KIND = Kind(
    "observability.log_store",
    "Log store",
    "A place for logs; old ones are deleted.",
    (
        Property(
            "retention_days",
            "How long logs are kept, at least; Azure keeps 30 days or more.",
            type="number",
            default=90,
            unit="days",
            least=1,
            most=3650,
        ),
        key_property("the logs"),
    ),
    (
        Output("id", "What writers name it by.", aws="arn", azure="id", gcp="id"),
        Output("store_name", "Its name.", aws="name", azure="name", gcp="bucket_id"),
    ),
    {
        "aws": Cloud("aws_cloudwatch_log_group", _aws),
        "azure": Cloud("azurerm_log_analytics_workspace", _azure),
        "gcp": Cloud("google_logging_project_bucket_config", _gcp),
    },
)
