"""What read, write and admin mean for each kind on each cloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["GRANTABLE", "Rights", "rights_for"]


@dataclass(frozen=True, slots=True)
class Rights:
    """What one access to one kind means.

    Parameters
    ----------
    actions : tuple of str
        AWS, on the resource itself.
    inner : tuple of str
        AWS, on what the resource holds.
    azure : str
        A built-in role; on Cosmos DB, the id of one of its own: data reader, data contributor.
    gcp : str
        A predefined role.
    """

    actions: tuple[str, ...]
    inner: tuple[str, ...]
    azure: str
    gcp: str


_READ_BUCKET = Rights(
    ("s3:ListBucket",), ("s3:GetObject",), "Storage Blob Data Reader", "roles/storage.objectViewer"
)
_WRITE_BUCKET = Rights(
    ("s3:ListBucket",),
    ("s3:GetObject", "s3:PutObject", "s3:DeleteObject"),
    "Storage Blob Data Contributor",
    "roles/storage.objectUser",
)
_READ_TABLE = Rights(
    ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"),
    (),
    "00000000-0000-0000-0000-000000000001",
    "roles/datastore.viewer",
)
_WRITE_TABLE = Rights(
    (*_READ_TABLE.actions, "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
    (),
    "00000000-0000-0000-0000-000000000002",
    "roles/datastore.user",
)
_READ_QUEUE = Rights(
    ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"),
    (),
    "Azure Service Bus Data Receiver",
    "roles/pubsub.subscriber",
)
_WRITE_QUEUE = Rights(
    ("sqs:SendMessage", "sqs:GetQueueAttributes"),
    (),
    "Azure Service Bus Data Sender",
    "roles/pubsub.publisher",
)
_WRITE_TOPIC = Rights(
    ("sns:Publish",), (), "Azure Service Bus Data Sender", "roles/pubsub.publisher"
)
_READ_SECRET = Rights(
    ("secretsmanager:GetSecretValue",),
    (),
    "Key Vault Secrets User",
    "roles/secretmanager.secretAccessor",
)
_USE_KEY = Rights(
    ("kms:Decrypt", "kms:GenerateDataKey"),
    (),
    "Key Vault Crypto User",
    "roles/cloudkms.cryptoKeyEncrypterDecrypter",
)
_READ_IMAGES = Rights(
    ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"),
    (),
    "AcrPull",
    "roles/artifactregistry.reader",
)
_WRITE_IMAGES = Rights(
    (
        *_READ_IMAGES.actions,
        "ecr:PutImage",
        "ecr:InitiateLayerUpload",
        "ecr:UploadLayerPart",
        "ecr:CompleteLayerUpload",
    ),
    (),
    "AcrPush",
    "roles/artifactregistry.writer",
)
_CALL = Rights(("lambda:InvokeFunction",), (), "Website Contributor", "roles/run.invoker")

_TABLE: Mapping[str, Mapping[str, Rights]] = {
    "storage.bucket": {"read": _READ_BUCKET, "write": _WRITE_BUCKET},
    "database.nosql_table": {"read": _READ_TABLE, "write": _WRITE_TABLE},
    "messaging.queue": {"read": _READ_QUEUE, "write": _WRITE_QUEUE},
    "messaging.topic": {"write": _WRITE_TOPIC},
    "security.secret": {"read": _READ_SECRET},
    "security.key": {"read": _USE_KEY, "write": _USE_KEY},
    "compute.registry": {"read": _READ_IMAGES, "write": _WRITE_IMAGES},
    "compute.function": {"write": _CALL},
}
GRANTABLE = tuple(_TABLE)


def rights_for(kind: str, access: str) -> Rights | None:
    """Return what an access to a kind means, None when it makes no sense.

    Examples
    --------
    >>> rights_for("storage.bucket", "read").inner
    ('s3:GetObject',)
    """
    return _TABLE.get(kind, {}).get(access)
