"""Customer-managed encryption keys: one ring in the region, one key per use, the service agents that may use each.

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

Use = Literal["etcd", "disks", "buckets", "filestores"]
USES: tuple[Use, ...] = ("etcd", "disks", "buckets", "filestores")

_AGENTS: dict[Use, tuple[str, ...]] = {
    "etcd": ("container-engine-robot.iam",),
    "disks": ("compute-system.iam", "container-engine-robot.iam"),
    "buckets": ("gs-project-accounts.iam",),
    "filestores": ("cloud-filer.iam",),
}
"""Service agents that encrypt with each key (Google Cloud documentation, service agents, read 2026-11-22)."""
_KEY = re.compile(r"projects/[^/\s]+/locations/[^/\s]+/keyRings/[^/\s]+/cryptoKeys/[^/\s]+")
IDENTITY_SERVICES: dict[Use, str] = {"etcd": "container.googleapis.com", "filestores": "file.googleapis.com"}
"""Services whose agent exists only after it was asked for (projects.ServiceIdentity)."""


class KeysSpec(Spec):
    """Encryption keys of the stack."""

    managed_by: Literal["customer", "google"] = Field(
        default="customer", description="google: no keys of our own, Google encrypts with its own"
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
        description="EXTERNAL: the key's URI for each use",
        **sets("kms.CryptoKeyVersion.externalProtectionLevelOptions.externalKeyUri"),
    )
    existing: dict[str, str] = Field(default_factory=dict, description="Bring your own: full key name for each use; the others are made")

    def rules(self) -> Iterator[Rule]:
        """Yield uses that do not exist, keys that are not key names, and what EXTERNAL protection lacks."""
        for field in ("external_key_uris", "existing"):
            for use in getattr(self, field):
                if use not in USES:
                    yield f"{field}.{use}", one_of(use, USES, "a use of a key")
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

    use: Use
    name: str
    existing: str
    agents: tuple[str, ...]
    """Members that are granted encrypt and decrypt on this key."""
    external_uri: str


@dataclass(frozen=True, slots=True)
class KeysPlan:
    """The ring and its keys; empty `keys` when Google manages them."""

    ring: str
    location: str
    protection: str
    rotation_seconds: int | None
    """None: an external key manager rotates."""
    destroy_after_seconds: int
    keys: tuple[KeyPlan, ...]
    guarded: bool
    identities: tuple[str, ...]
    """Services whose agent must be asked for before it can be granted anything."""

    def ring_uri(self, project: str) -> str:
        """Return the full name of the ring, as Google's APIs take it."""
        return f"projects/{project}/locations/{self.location}/keyRings/{self.ring}"

    def key(self, use: Use) -> KeyPlan | None:
        """Return the key of a use, or None when the stack does not need one."""
        return next((key for key in self.keys if key.use == use), None)


def plan_keys(spec: KeysSpec, site: SitePlan, uses: set[Use], guarded: bool, names: Names) -> KeysPlan:
    """Decide ring and keys for the uses that the stack has."""
    wanted: list[Use] = [use for use in USES if use in uses and spec.managed_by == "customer"]
    missing = [use for use in wanted if use not in spec.external_key_uris and use not in spec.existing]
    if spec.protection == "EXTERNAL" and missing:
        text = f"lacks the key's URI for {', '.join(missing)}; protection: EXTERNAL needs one for every use that the stack has"
        names.problems.append(Problem(0, "keys.external_key_uris", text))
    return KeysPlan(
        ring=names.name(KMS, site.region, f"v{spec.generation}", path="name") if wanted else "",
        location=site.region,
        protection=spec.protection,
        rotation_seconds=None if spec.protection == "EXTERNAL" else spec.rotation_days * 86400,
        destroy_after_seconds=spec.destroy_after_days * 86400,
        keys=tuple(_plan_key(use, spec, site) for use in wanted),
        guarded=guarded,
        identities=tuple(IDENTITY_SERVICES[use] for use in wanted if use in IDENTITY_SERVICES),
    )


def _plan_key(use: Use, spec: KeysSpec, site: SitePlan) -> KeyPlan:
    return KeyPlan(
        use=use,
        name=use,
        existing=spec.existing.get(use, ""),
        agents=tuple(f"serviceAccount:service-{site.project_number}@{agent}.gserviceaccount.com" for agent in _AGENTS[use]),
        external_uri=spec.external_key_uris.get(use, "") if spec.protection == "EXTERNAL" else "",
    )
