"""Traffic that pays for a NAT gateway although it could go for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from dharma_core.plan import UNKNOWN, Expression, Ref, Resource, make_resource
from dharma_core.recommendations.additions import free_address
from dharma_core.recommendations.advice import Proposal, Risk
from dharma_core.recommendations.advising import Site
from dharma_core.recommendations.changes import Addition

__all__ = ["add_gateway_endpoints"]

_SERVICES = ("s3", "dynamodb")
_WHY = (
    "Traffic to S3 and DynamoDB through the NAT gateway pays for each GB; a gateway endpoint is "
    "free of charge. How much of the traffic goes there, the plan does not tell."
)


def add_gateway_endpoints(site: Site) -> Iterator[Proposal]:
    """Propose free gateway endpoints for a network whose private subnets go out by NAT."""
    gateways = site.plan.of_type("aws_nat_gateway")
    region = site.estimate.region
    present = {str(e.attributes.get("service_name")) for e in site.plan.of_type("aws_vpc_endpoint")}
    for vpc in site.plan.of_type("aws_vpc") if gateways and region else ():
        missing = [s for s in _SERVICES if f"com.amazonaws.{region}.{s}" not in present]
        tables = list(site.links.users_of(vpc, "aws_route_table"))
        if missing and tables:
            changes = tuple(Addition(_endpoint(site, vpc, tables, s)) for s in missing)
            title = "Reach S3 and DynamoDB by gateway endpoints"
            address = str(gateways[0].address)
            yield Proposal("nat-endpoint", title, address, changes, Risk.LOW, _WHY)


def _endpoint(site: Site, vpc: Resource, tables: list[Resource], service: str) -> Resource:
    attributes = {
        "vpc_id": UNKNOWN,
        "service_name": f"com.amazonaws.{site.estimate.region}.{service}",
        "vpc_endpoint_type": "Gateway",
        "route_table_ids": (UNKNOWN,) * len(tables),
    }
    expressions = (
        Expression.of(("vpc_id",), Ref(str(vpc.address), "id")),
        *(
            Expression.of(("route_table_ids", number), Ref(str(table.address), "id"))
            for number, table in enumerate(tables)
        ),
    )
    name = f"{vpc.name}_{service}"
    address = free_address(site.plan, "aws_vpc_endpoint", name, module=vpc.module_path)
    return make_resource(address, attributes, expressions=expressions)
