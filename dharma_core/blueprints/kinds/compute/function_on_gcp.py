"""A function on Google Cloud: the function itself, who may call it, and when."""

from __future__ import annotations

from typing import Any

from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.ranges import first_free, network_behind

__all__ = ["gcp_function"]

# What an event lets a function run: quotas of Cloud Run functions, recalled, 2026-11-30.
_MOST_EVENT_SECONDS = 540
_CONNECTORS = ("10.8.0.0/24", "172.18.0.0/24", "192.168.8.0/24")


def gcp_function(function: Draft) -> None:
    """Add a Cloud Run function with its account, its way into the network and its callers."""
    identity, bucket = function.link("identity"), function.needed("package_bucket")
    if identity is None:
        function.add(
            "identity",
            "google_service_account",
            account_id=function.squeezed(limit=28, least=6, marks="-"),
            display_name=f"What {function.spec.name} may do",
        )
    email = identity.of("email") if identity else function.part("identity", "email")
    runtime = str(function.now("runtime")).replace(".", "")
    function.main(
        "google_cloudfunctions2_function",
        name=function.name,
        description=function["description"],
        build_config={
            "runtime": runtime,
            "entry_point": str(function.now("handler")).rpartition(".")[2],
            "source": {
                "storage_source": {"bucket": bucket.of("name"), "object": function["package"]}
            },
        },
        service_config={
            "available_memory": f"{function.now('memory_mb'):g}M",
            "timeout_seconds": function["timeout_seconds"],
            "max_instance_count": 10,
            "environment_variables": dict(function.pairs("environment")) or None,
            "ingress_settings": _ingress(function),
            "service_account_email": email,
            **_network(function),
        },
        event_trigger=_trigger(function, email),
    )
    _callers(function, email)
    _schedule(function, email)


def _ingress(function: Draft) -> str:
    if any(user.kind.name == "network.api" for user in function.users("function")):
        return "ALLOW_INTERNAL_AND_GCLB"
    return "ALLOW_INTERNAL_ONLY"


def _network(function: Draft) -> dict[str, Any]:
    """Return the way into the network: machines in a range of their own that pass requests on."""
    network = network_behind(function.links("subnets"))
    if network is None:
        return {}
    name = function.shared(
        f"{network.name}_connector",
        "google_vpc_access_connector",
        name=f"{network.name}-functions".replace("_", "-").lower(),
        network=network.of("name"),
        ip_cidr_range=first_free(function, _CONNECTORS, 28),
        min_instances=2,
        max_instances=3,
    )
    return {
        "vpc_connector": f"${{{name}.id}}",
        "vpc_connector_egress_settings": "PRIVATE_RANGES_ONLY",
    }


def _callers(function: Draft, email: str) -> None:
    """Let the clock and the queue call it: both come in the name of its own account."""
    queued = function.link("queue") is not None
    if not queued and not function.now("every_minutes"):
        return
    member = f"serviceAccount:{email}"
    function.add(
        "own_calls",
        "google_cloud_run_v2_service_iam_member",
        name=function.me("name"),
        role="roles/run.invoker",
        member=member,
    )
    if queued:
        function.add(
            "events",
            "google_project_iam_member",
            project=function.project(),
            role="roles/eventarc.eventReceiver",
            member=member,
        )


def _trigger(function: Draft, email: str) -> dict[str, Any] | None:
    queue = function.link("queue")
    if queue is None:
        return None
    if int(function.now("timeout_seconds")) > _MOST_EVENT_SECONDS:
        hint = "Do the work in compute.container_service, or in smaller parts."
        message = f"is called by a queue, which lets it run {_MOST_EVENT_SECONDS} s at most on gcp."
        function.problem("timeout_seconds", message, hint)
    return {
        "event_type": "google.cloud.pubsub.topic.v1.messagePublished",
        "pubsub_topic": queue.part("topic", "id"),
        "retry_policy": "RETRY_POLICY_RETRY",
        "service_account_email": email,
        "trigger_region": function.scene.region,
    }


def _schedule(function: Draft, email: str) -> None:
    minutes = function.now("every_minutes")
    if not minutes:
        return
    uri = function.me("service_config.0.uri")
    function.add(
        "schedule",
        "google_cloud_scheduler_job",
        name=function.named("schedule"),
        schedule=f"*/{minutes:g} * * * *",
        http_target={
            "uri": uri,
            "http_method": "POST",
            "oidc_token": {"service_account_email": email, "audience": uri},
        },
    )
