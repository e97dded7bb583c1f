"""Customer-managed encryption keys: a ring in each location, one key per use, the service agents that may use each.

A key must lie where the data lies, so a bucket in two regions takes one from the multi-region that holds both.

A key is granted to its service agents before anything uses it. Key rings and keys cannot be deleted in Cloud KMS (trap T079): destroying a stack
leaves them, and `keys.generation` names a fresh ring for the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from aidc.blueprint.errors import Problem, one_of, shown
from aidc.blueprint.names import KMS, Names
from aidc.blueprint.site import SitePlan
from aidc.blueprint.spec import Field, Rule, Spec, sets

Use = Literal["etcd", "disks", "buckets", "filestores", "lustres", "registry"]
USES: tuple[Use, ...] = ("etcd", "disks", "buckets", "filestores", "lustres", "registry")

_AGENTS: dict[Use, tuple[str, ...]] = {
    "etcd": ("container-engine-robot.iam",),
    "disks": ("compute-system.iam", "container-engine-robot.iam"),
    "buckets": ("gs-project-accounts.iam",),
    "filestores": ("cloud-filer.iam",),
    "lustres": ("gcp-sa-lustre.iam",),
    "registry": ("gcp-sa-artifactregistry.iam",),
}
"""Service agents that encrypt with each key (Google Cloud documentation, service agents, read 2026-11-22)."""
KMS_LOCATION_OF_BUCKETS = {
    "US": "us",
    "EU": "europe",
    "ASIA": "asia",
    "CA": "ca",
    "NAM4": "nam4",
    "EUR4": "eur4",
    "EUR5": "eur5",
    "ASIA1": "asia1",
}
"""Cloud KMS location for the location code of a bucket (Cloud KMS documentation, locations; Cloud Storage documentation, CMEK, read 2026-11-24).
That eur4, eur5 and asia1 exist is from knowledge of the list, of which the American half was read (unverified)."""
KEY_IDS = (*USES, *(f"buckets-{location}" for location in KMS_LOCATION_OF_BUCKETS.values()))
"""What a stack file may call a key: its use, or for a bucket in two regions the use and the location of Cloud KMS."""
_KEY = re.compile(r"projects/[^/\s]+/locations/[^/\s]+/keyRings/[^/\s]+/cryptoKeys/[^/\s]+")
IDENTITY_SERVICES: dict[Use, str] = {
    "etcd": "container.googleapis.com",
    "filestores": "file.googleapis.com",
    "lustres": "lustre.googleapis.com",
    "registry": "artifactregistry.googleapis.com",
}
"""Services whose agent exists only after it was asked for (projects.ServiceIdentity)."""


class KeysSpec(Spec):
    """Encryption keys of the stack."""

    managed_by: Literal["customer", "google"] = Field(
        default="customer",
        description="google: no keys of our own, Google encrypts with its own",
        **sets(
            "kms.CryptoKey.name",
            "container.NodePool.nodeConfig.bootDiskKmsKey",
            "storage.Bucket.encryption.defaultKmsKeyName",
            "filestore.Instance.kmsKeyName",
            "lustre.Instance.kmsKey",
            "artifactregistry.Repository.kmsKeyName",
            "compute.Disk.diskEncryptionKey.kmsKeySelfLink",
            "container.Cluster.databaseEncryption.keyName",
        ),
    )
    protection: Literal["SOFTWARE", "HSM", "EXTERNAL"] = Field(
        default="SOFTWARE", description="Where the key material lives", **sets("kms.CryptoKey.versionTemplate.protectionLevel")
    )
    rotation_days: int = Field(default=90, ge=1, le=36500, description="Days between rotations", **sets("kms.CryptoKey.rotationPeriod"))
    destroy_after_days: int = Field(
        default=30,
        ge=1,
        le=120,
        description="Days a destroyed version can still be restored",
        **sets("kms.CryptoKey.destroyScheduledDuration"),
    )
    generation: int = Field(
        default=1, ge=1, description="Number in the ring's name; raise it to build again after a destroy", **sets("kms.KeyRing.name")
    )
    external_key_uris: dict[str, str] = Field(
        default_factory=dict,
        description="EXTERNAL: the key's URI for each use (buckets-us for buckets in two regions)",
        **sets("kms.CryptoKeyVersion.externalProtectionLevelOptions.externalKeyUri"),
    )
    existing: dict[str, str] = Field(
        default_factory=dict,
        description="Bring your own: full key name for each use; the others are made",
        **sets("kms.CryptoKeyIAMMember.cryptoKeyId"),
    )

    def rules(self) -> Iterator[Rule]:
        """Yield uses that do not exist, keys that are not key names, and what EXTERNAL protection lacks."""
        for field in ("external_key_uris", "existing"):
            for use in getattr(self, field):
                if use not in KEY_IDS:
                    yield f"{field}.{use}", one_of(use, KEY_IDS, "a use of a key")
        for use, key in self.existing.items():
            if not _KEY.fullmatch(key):
                yield f"existing.{use}", f"{shown(key)} is not a key: write projects/P/locations/L/keyRings/R/cryptoKeys/K"
        yield from self._external_rules()
        if self.managed_by == "google" and self.model_fields_set - {"managed_by"}:
            yield (
                "managed_by",
                "google keeps its own keys; the other fields of keys have no effect. Remove them or set managed_by: customer",
            )

    def _external_rules(self) -> Iterator[Rule]:
        if self.protection != "EXTERNAL":
            if self.external_key_uris:
                yield "external_key_uris", f"goes with protection: EXTERNAL, not with {self.protection}"
            return
        if "rotation_days" in self.model_fields_set:
            yield "rotation_days", "an external key is rotated by its key manager, not by Cloud KMS. Remove it"


@dataclass(frozen=True, slots=True)
class KeyPlan:
    """One key. With `existing` set it belongs to somebody else and only the grants are made."""

    id: str
    """What resources refer to: the use, and the location where it is not the site's region (buckets-us)."""
    use: Use
    name: str
    location: str
    existing: str
    agents: tuple[str, ...]
    """Members that are granted encrypt and decrypt on this key."""
    external_uri: str


@dataclass(frozen=True, slots=True)
class RingPlan:
    """One key ring. `uri` is its full name, as Google's APIs take it."""

    resource_name: str
    name: str
    location: str
    uri: str


@dataclass(frozen=True, slots=True)
class KeysPlan:
    """The rings and their keys; no keys when Google manages them."""

    rings: tuple[RingPlan, ...]
    protection: str
    rotation_seconds: int | None
    """None: an external key manager rotates."""
    destroy_after_seconds: int
    keys: tuple[KeyPlan, ...]
    guarded: bool
    identities: tuple[str, ...]
    """Services whose agent must be asked for before it can be granted anything."""

    def ring(self, location: str) -> RingPlan | None:
        """Return the ring of a location, or None when the stack makes none there."""
        return next((ring for ring in self.rings if ring.location == location), None)


@dataclass(frozen=True, slots=True, order=True)
class KeyNeed:
    """Something that wants a key: for what, and in which Cloud KMS location."""

    use: Use
    location: str


def key_id(use: Use, location: str, site: SitePlan) -> str:
    """Return what a resource calls its key."""
    return use if location == site.region else f"{use}-{location}"


def disk_key_of(spec: KeysSpec) -> str:
    """Return what the key of disks depends on, as far as the stack file says: somebody else's key, or the ring and protection of our own."""
    if spec.managed_by == "google":
        return ""
    return spec.existing.get("disks") or f"{spec.protection} of generation {spec.generation}"


def plan_keys(spec: KeysSpec, site: SitePlan, needs: set[KeyNeed], guarded: bool, names: Names) -> KeysPlan:
    """Decide rings and keys for what the stack needs; `names` hears what is missing or lies in the wrong place."""
    wanted = sorted(needs, key=lambda need: (USES.index(need.use), need.location)) if spec.managed_by == "customer" else []
    keys = tuple(_plan_key(need, spec, site) for need in wanted)
    names.problems.extend(_incomplete(spec, keys))
    own = dict.fromkeys(key.location for key in keys if not key.existing)
    return KeysPlan(
        rings=tuple(_plan_ring(location, spec, site, names) for location in own),
        protection=spec.protection,
        rotation_seconds=None if spec.protection == "EXTERNAL" else spec.rotation_days * 86400,
        destroy_after_seconds=spec.destroy_after_days * 86400,
        keys=keys,
        guarded=guarded,
        identities=tuple(IDENTITY_SERVICES[use] for use in dict.fromkeys(key.use for key in keys) if use in IDENTITY_SERVICES),
    )


def _incomplete(spec: KeysSpec, keys: tuple[KeyPlan, ...]) -> Iterator[Problem]:
    missing = [key.id for key in keys if not key.existing and not key.external_uri]
    if spec.protection == "EXTERNAL" and missing:
        text = f"lacks the key's URI for {', '.join(missing)}; protection: EXTERNAL needs one for every use that the stack has"
        yield Problem(0, "keys.external_key_uris", text)
    for key in keys:
        if key.existing and (given := key.existing.split("/")[3]) != key.location:
            yield Problem(0, f"keys.existing.{key.id}", f"lies in {given}; what it encrypts lies in {key.location}, and so must the key")


def _plan_ring(location: str, spec: KeysSpec, site: SitePlan, names: Names) -> RingPlan:
    name = names.name(KMS, location, f"v{spec.generation}", path="name")
    resource_name = "ring" if location == site.region else f"ring-{location}"
    return RingPlan(resource_name, name, location, f"projects/{site.project}/locations/{location}/keyRings/{name}")


def _plan_key(need: KeyNeed, spec: KeysSpec, site: SitePlan) -> KeyPlan:
    identity = key_id(need.use, need.location, site)
    return KeyPlan(
        id=identity,
        use=need.use,
        name=need.use,
        location=need.location,
        existing=spec.existing.get(identity, ""),
        agents=tuple(f"serviceAccount:service-{site.project_number}@{agent}.gserviceaccount.com" for agent in _AGENTS[need.use]),
        external_uri=spec.external_key_uris.get(identity, "") if spec.protection == "EXTERNAL" else "",
    )
