"""The Google Cloud APIs that a stack calls, derived from what it builds."""

from __future__ import annotations

from dataclasses import dataclass

ALWAYS = (
    "cloudresourcemanager.googleapis.com",
    "compute.googleapis.com",
    # Image streaming, which every pool has, reads images through it (GKE documentation, Image streaming, read 2026-11-24).
    "containerfilesystem.googleapis.com",
    "container.googleapis.com",
    "iam.googleapis.com",
    "iamcredentials.googleapis.com",
    "logging.googleapis.com",
    "monitoring.googleapis.com",
    "serviceusage.googleapis.com",
)


@dataclass(frozen=True, slots=True)
class ServicesPlan:
    """APIs to enable, sorted. They stay enabled after destroy: other stacks may need them (trap T082)."""

    names: tuple[str, ...]


def plan_services(
    *,
    keys: bool,
    buckets: bool,
    filestores: bool,
    lustres: bool,
    registry: bool,
    scanning: bool,
    tpu_vms: bool,
    own_network: bool,
    binary_authorization: bool,
    backup: bool,
    alarm: bool,
) -> ServicesPlan:
    """Decide which APIs the stack needs enabled."""
    needed = {
        "binaryauthorization.googleapis.com": binary_authorization,
        "cloudkms.googleapis.com": keys,
        "storage.googleapis.com": buckets,
        "file.googleapis.com": filestores,
        "lustre.googleapis.com": lustres,
        "artifactregistry.googleapis.com": registry,
        # Repositories inherit scanning from the project, where this API switches it on (Artifact Analysis documentation, read 2026-11-24).
        "containerscanning.googleapis.com": scanning,
        "tpu.googleapis.com": tpu_vms,
        "gkebackup.googleapis.com": backup,
        "billingbudgets.googleapis.com": alarm,
        "dns.googleapis.com": own_network,
        "servicenetworking.googleapis.com": own_network,
    }
    return ServicesPlan(tuple(sorted((*ALWAYS, *(name for name, wanted in needed.items() if wanted)))))
