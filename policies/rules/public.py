"""Nothing that holds data, keys or images is granted to everybody, by whatever kind of grant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policies.bag import UNKNOWN, Bag, Unknown
from policies.principals import is_public
from policies.rule import rule
from policies.rules.public_grants import to_everybody

_OPEN_ACLS = frozenset({"publicread", "publicreadwrite", "authenticatedread"})


def _iam(prefix: str, *kinds: str) -> tuple[str, ...]:
    return tuple(f"gcp:{prefix}{kind}:{prefix.rsplit('/', 1)[-1][0].upper()}{prefix.rsplit('/', 1)[-1][1:]}{kind}" for kind in kinds)


_KINDS = ("IamMember", "IamBinding", "IamPolicy")
_OLD_KINDS = ("IAMMember", "IAMBinding", "IAMPolicy")


@rule("bucket-iam-not-public", *_iam("storage/bucket", *_OLD_KINDS[:2]), *_iam("storage/managedFolder", *_KINDS[:2]))
@rule("bucket-iam-policy-not-public", *_iam("storage/bucket", "IAMPolicy"), *_iam("storage/managedFolder", "IamPolicy"))
@rule("kms-key-not-public", *_iam("kms/cryptoKey", *_OLD_KINDS))
@rule("kms-keyring-not-public", *_iam("kms/keyRing", *_OLD_KINDS))
@rule("secret-not-public", *_iam("secretmanager/secret", *_KINDS), *_iam("secretmanager/regionalSecret", *_KINDS))
@rule("registry-not-public", *_iam("artifactregistry/repository", *_KINDS))
@rule("table-iam-not-public", "gcp:bigquery/iamMember:IamMember", "gcp:bigquery/iamBinding:IamBinding", "gcp:bigquery/iamPolicy:IamPolicy")
def grant_to_everybody(grant: Bag) -> str | None:
    return to_everybody(grant)


@rule(
    "bucket-acl-not-public",
    "gcp:storage/bucketACL:BucketACL",
    "gcp:storage/bucketAccessControl:BucketAccessControl",
    "gcp:storage/defaultObjectACL:DefaultObjectACL",
    "gcp:storage/defaultObjectAccessControl:DefaultObjectAccessControl",
    "gcp:storage/objectACL:ObjectACL",
    "gcp:storage/objectAccessControl:ObjectAccessControl",
)
def access_list_for_everybody(acl: Bag) -> str | None:
    unknown = None
    for path, entry in _entries(acl):
        if entry is UNKNOWN:
            unknown = unknown or Unknown(path)
            continue
        text = str(entry)
        if path in ("predefinedAcl", "defaultAcl") and text.lower().replace("-", "") in _OPEN_ACLS:
            return f"{path} is {text}, which lets everybody in"
        role, _, entity = text.rpartition(":")
        if is_public(entity):
            return f"{role or acl.values.get('role') or 'a role'} is granted to {entity}"
    if unknown:
        raise unknown
    return None


def _entries(acl: Bag) -> Iterator[tuple[str, Any]]:
    for path in ("predefinedAcl", "defaultAcl", "entity", "roleEntities"):
        yield from ((path, entry) for entry in _elements(acl, path))


def _elements(bag: Bag, path: str) -> list[Any]:
    """Return the elements of a list as far as they are known: UNKNOWN stands for one, or for the whole list."""
    value = bag.values.get(path)
    return [] if value is None else value if isinstance(value, list) else [value]


@rule(
    "dataset-not-public",
    "gcp:bigquery/dataset:Dataset",
    "gcp:bigquery/datasetAccess:DatasetAccess",
    *_iam("bigquery/dataset", *_KINDS),
)
def dataset_for_everybody(dataset: Bag) -> str | None:
    if not dataset.type.endswith((":Dataset", ":DatasetAccess")):
        return to_everybody(dataset)
    entries = [dataset.values] if dataset.type.endswith(":DatasetAccess") else _elements(dataset, "accesses")
    unknown = any(entry is UNKNOWN for entry in entries)
    for entry in entries:
        for path in ("specialGroup", "iamMember"):
            value = entry.get(path) if isinstance(entry, Mapping) else None
            unknown = unknown or value is UNKNOWN
            if isinstance(value, str) and is_public(value):
                return f"{_role(entry)} is granted to {value}"
    if unknown:
        raise Unknown("whom the data set is granted to")
    return None


def _role(entry: Mapping[str, Any]) -> str:
    role = entry.get("role")
    return role if isinstance(role, str) else "a role"
