"""What PostgreSQL and MySQL have in common on each cloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dharma_core.blueprints.kinds.database.locks import azure_lock
from dharma_core.blueprints.kinds.declarations import Cloud, Kind, Output, Property
from dharma_core.blueprints.kinds.drafts import Draft
from dharma_core.blueprints.kinds.private_access import azure_endpoint, gcp_private_services
from dharma_core.blueprints.kinds.security.gcp_accounts import gcp_key_right
from dharma_core.blueprints.kinds.shared_properties import (
    firewalls_property,
    key_property,
    subnets_property,
)

__all__ = ["Engine", "database_kind"]

_ADMIN = "app_admin"


@dataclass(frozen=True, slots=True)
class Engine:
    """A database product and what each cloud calls its parts.

    Parameters
    ----------
    versions : tuple of str
        Newest first; the first is the default.
    logs : tuple of str
        What AWS can send to its log store.
    zone : str
        Azure's private DNS zone.
    """

    word: str
    title: str
    port: int
    versions: tuple[str, ...]
    logs: tuple[str, ...]
    zone: str

    @property
    def azure_type(self) -> str:
        """Azure's word for it."""
        return "postgresql" if self.word == "postgres" else self.word


def database_kind(engine: Engine) -> Kind:
    """Return the portable kind of a database product."""
    server = f"azurerm_{engine.azure_type}_flexible_server"
    return Kind(
        f"database.{engine.word}",
        engine.title,
        f"A {engine.title} server with backups, encrypted, inside the network.",
        _properties(engine),
        (
            Output("id", "What others name it by.", aws="arn", azure="id", gcp="id"),
            Output(
                "address",
                "The host that answers.",
                aws="address",
                azure="fqdn",
                gcp="private_ip_address",
            ),
            Output("server_name", "Its name.", aws="identifier", azure="name", gcp="name"),
        ),
        {
            "aws": Cloud("aws_db_instance", lambda d: _aws(d, engine)),
            "azure": Cloud(server, lambda d: _azure(d, engine)),
            "gcp": Cloud("google_sql_database_instance", lambda d: _gcp(d, engine)),
        },
    )


def _aws(db: Draft, engine: Engine) -> None:
    key, subnets = db.link("key"), [subnet.of("id") for subnet in db.links("subnets")]
    short = db.squeezed(limit=60, marks="-")
    db.add(
        "network",
        "aws_db_subnet_group",
        name=short,
        description=f"Where {db.spec.name} stands",
        subnet_ids=subnets,
    )
    db.main(
        "aws_db_instance",
        identifier=short,
        engine=engine.word,
        engine_version=db["version"],
        instance_class=db.size(engine.word),
        allocated_storage=db["storage_gb"],
        storage_type="gp3",
        storage_encrypted=True,
        kms_key_id=key.of("arn") if key else None,
        db_name=db["database"],
        username=_ADMIN,
        manage_master_user_password=True,
        port=engine.port,
        multi_az=db["high_availability"],
        publicly_accessible=False,
        db_subnet_group_name=db.part("network", "name"),
        vpc_security_group_ids=[wall.of("id") for wall in db.links("firewalls")] or None,
        backup_retention_period=db["backup_days"],
        copy_tags_to_snapshot=True,
        auto_minor_version_upgrade=True,
        iam_database_authentication_enabled=True,
        enabled_cloudwatch_logs_exports=list(engine.logs),
        deletion_protection=db["deletion_protection"],
        skip_final_snapshot=False,
        final_snapshot_identifier=f"{short}-final",
    )


def _azure(db: Draft, engine: Engine) -> None:
    storage = int(db.now("storage_gb"))
    own = _azure_postgres(db, storage) if engine.word == "postgres" else _azure_mysql(db, storage)
    server = f"azurerm_{engine.azure_type}_flexible_server"
    mode = "ZoneRedundant" if db.scene.zones else "SameZone"
    standby: dict[str, Any] = {"high_availability": {"mode": mode}}
    db.main(
        server,
        name=db.name,
        sku_name=db.size(engine.word, burstable=not db.now("high_availability")),
        version=_azure_version(db, engine),
        backup_retention_days=max(7, int(db.now("backup_days"))),
        geo_redundant_backup_enabled=False,
        **own,
        **(standby if db.now("high_availability") else {}),
    )
    names: dict[str, Any] = {"server_id": db.me()}
    if engine.word == "mysql":
        names = {"server_name": db.me("name")}
    db.add(
        "database",
        f"{server}_database" if engine.word == "postgres" else "azurerm_mysql_flexible_database",
        name=db["database"],
        charset="UTF8" if engine.word == "postgres" else "utf8mb4",
        collation="en_US.utf8" if engine.word == "postgres" else "utf8mb4_unicode_ci",
        **names,
    )
    if engine.word == "postgres":
        _azure_administrator(db)
    azure_endpoint(db, f"{engine.azure_type}Server", engine.zone)
    azure_lock(db)


def _azure_administrator(db: Draft) -> None:
    """Add who may sign in: the server takes no passwords, so without one nobody can."""
    db.add(
        "admin",
        "azurerm_postgresql_flexible_server_active_directory_administrator",
        server_name=db.me("name"),
        tenant_id=db.tenant(),
        object_id=db.ask(
            "admin_object_id", "Entra group of administrators: object id", sensitive=False
        ),
        principal_name=db.ask("admin_name", "Entra group of administrators: name", sensitive=False),
        principal_type="Group",
    )


def _azure_version(db: Draft, engine: Engine) -> Any:
    if engine.word == "mysql" and str(db.now("version")).startswith("8.0"):
        return "8.0.21"
    return db["version"]


def _azure_postgres(db: Draft, storage: int) -> dict[str, Any]:
    return {
        "storage_mb": next((s for s in _AZURE_STORAGE_MB if s >= storage * 1024), 33553408),
        "public_network_access_enabled": False,
        "auto_grow_enabled": True,
        "authentication": {
            "active_directory_auth_enabled": True,
            "password_auth_enabled": False,
            "tenant_id": db.tenant(),
        },
    }


# Sizes of storage that Azure Database for PostgreSQL sells, from its documentation, 2024-11.
_AZURE_STORAGE_MB = (
    32768, 65536, 131072, 262144, 524288, 1048576, 2097152, 4193280, 8388608, 16777216,
)  # fmt: skip


def _azure_mysql(db: Draft, storage: int) -> dict[str, Any]:
    return {
        "storage": {"size_gb": max(20, storage), "auto_grow_enabled": True},
        "public_network_access": "Disabled",
        "administrator_login": _ADMIN,
        "administrator_password": db.ask("password", "Password of the database administrator"),
    }


def _gcp(db: Draft, engine: Engine) -> None:
    key = db.link("key")
    version = str(db.now("version")).replace(".", "_")
    flags = {"postgres": "cloudsql.iam_authentication", "mysql": "cloudsql_iam_authentication"}
    network, after = gcp_private_services(db)
    log = "point_in_time_recovery_enabled" if engine.word == "postgres" else "binary_log_enabled"
    backups: dict[str, Any] = {
        "enabled": True,
        log: True,
        "backup_retention_settings": {"retained_backups": db["backup_days"]},
    }
    db.main(
        "google_sql_database_instance",
        after=(*after, *gcp_key_right(db, "sql")),
        name=db.name,
        database_version=f"{'POSTGRES' if engine.word == 'postgres' else 'MYSQL'}_{version}",
        deletion_protection=db["deletion_protection"],
        encryption_key_name=key.of("id") if key else None,
        settings={
            "tier": db.size(engine.word),
            "edition": "ENTERPRISE",
            "availability_type": "REGIONAL" if db.now("high_availability") else "ZONAL",
            "disk_size": db["storage_gb"],
            "disk_type": "PD_SSD",
            "disk_autoresize": True,
            "deletion_protection_enabled": db["deletion_protection"],
            "user_labels": db.scene.labels(db.tags()) or None,
            "backup_configuration": backups,
            "ip_configuration": {
                "ipv4_enabled": False,
                "private_network": network,
                "ssl_mode": "ENCRYPTED_ONLY",
            },
            "database_flags": [{"name": flags[engine.word], "value": "on"}],
        },
    )
    db.add("database", "google_sql_database", name=db["database"], instance=db.me("name"))


def _properties(engine: Engine) -> tuple[Property, ...]:
    return (
        Property(
            "version",
            "Of the database.",
            default=engine.versions[0],
            allowed=engine.versions,
        ),
        Property(
            "vcpu", "Processors it needs at least.", type="number", default=2, unit="vCPU", least=0
        ),
        Property(
            "memory_gb",
            "Memory it needs at least.",
            type="number",
            default=4,
            unit="GB",
            least=0,
        ),
        Property(
            "storage_gb",
            "Room for data.",
            type="number",
            default=50,
            unit="GB",
            least=20,
            most=16384,
        ),
        Property("database", "The name of its first database.", default="app"),
        subnets_property("Where it stands, in two zones or more."),
        firewalls_property("Who may talk to it, on AWS; elsewhere the network alone can."),
        Property(
            "high_availability",
            "Whether a standby waits in a second zone.",
            type="bool",
            default=True,
        ),
        Property(
            "backup_days",
            "How long backups are kept.",
            type="number",
            default=14,
            unit="days",
            least=1,
            most=35,
        ),
        Property(
            "deletion_protection",
            "Whether it refuses to be deleted.",
            type="bool",
            default=True,
        ),
        key_property("the data"),
    )
