"""Where a fact comes from. Every entry of the catalogue carries one of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Status = Literal["verified", "tool-derived", "unverified"]


@dataclass(frozen=True, slots=True)
class Source:
    """Origin of a fact: a page or a repository at a revision, the day it was read, and how far it can be trusted."""

    text: str
    read_on: date
    status: Status = "verified"


READ_ON = date(2026, 11, 22)
LAST_READ_ON = date(2026, 11, 24)
"""The latest day on which anything here was read."""

COMPUTE_GPU_PAGE = Source("Compute Engine documentation, GPU machine types (last updated 2026-04-14)", READ_ON)
COMPUTE_TPU_PAGE = Source(
    "Compute Engine documentation, TPU machines in the accelerator-optimized family (last updated 2026-08-26)", READ_ON
)
GKE_AUTOSCALER = Source(
    "GKE cluster-autoscaler provider source, package k8s.io/gke-autoscaling machinetypes (2026)", READ_ON, "tool-derived"
)
CLUSTER_TOOLKIT = Source("GoogleCloudPlatform/cluster-toolkit@1047080 (2026-06-25)", READ_ON)
AI_HYPERCOMPUTER_PAGE = Source("AI Hypercomputer documentation, create an AI-optimized GKE cluster", READ_ON)
CONFIDENTIAL_GKE_PAGE = Source("GKE documentation, confidential nodes on GPU machines, in preview (page of 2026-04-08)", READ_ON)
MACHINE_TYPE_LIST = Source(
    "gcloud machine type list as mirrored by Cyclenerd/google-cloud-pricing-cost-calculator@8bf3293 (as of 2026-08-17)", READ_ON
)
FILESTORE_PAGE = Source("Filestore documentation, service tiers, as collected with the 2026 price list", READ_ON)
STORAGE_CLASS_PAGE = Source("Cloud Storage documentation, storage classes", READ_ON)
BUCKET_LOCATION_PAGE = Source(
    "Cloud Storage documentation, bucket locations, as quoted in April 2026 by public collections of its pages (its footnote on us-east5 was not read)",
    LAST_READ_ON,
)
RAPID_BUCKET_PAGE = Source(
    "Cloud Storage documentation, Rapid Bucket; Google's published storage skills (class, namespace, uniform access, no soft delete)",
    LAST_READ_ON,
)
FILESTORE_PERFORMANCE_PAGE = Source(
    "Filestore documentation, custom performance (which tiers take it was read, the limits for each TiB are from knowledge of it)",
    READ_ON,
    "unverified",
)
ARTIFACT_FORMAT_PAGE = Source(
    "Artifact Registry documentation, repository overview; upstreams: enumerations of pulumi_gcp 10.2.0. Which formats can be virtual is from "
    "knowledge of the documentation",
    LAST_READ_ON,
    "unverified",
)
LUSTRE_TIER_PAGE = Source("Managed Lustre documentation, performance tiers and capacity increases", READ_ON)
_UNVERIFIED_FORMULAS = "sizes and largest values read there, the formulas by size from knowledge of it"
HYPERDISK_BALANCED_PAGE = Source(f"Compute Engine documentation, Hyperdisk Balanced ({_UNVERIFIED_FORMULAS})", READ_ON, "unverified")
HYPERDISK_EXTREME_PAGE = Source("Compute Engine documentation, Hyperdisk Extreme, as stored in 2025", READ_ON)
HYPERDISK_THROUGHPUT_PAGE = Source(f"Compute Engine documentation, Hyperdisk Throughput ({_UNVERIFIED_FORMULAS})", READ_ON, "unverified")
HYPERDISK_ML_PAGE = Source(
    f"Compute Engine documentation, Hyperdisk ML ({_UNVERIFIED_FORMULAS}; in 2026 the ceiling rose to 2 TiB/s and the floor fell, by secondary reports)",
    READ_ON,
    "unverified",
)
STORAGE_POOL_PAGE = Source(
    "Compute Engine documentation, Hyperdisk Storage Pools (least sizes as in the examples of google_compute_storage_pool; steps from knowledge "
    "of the page, whose largest sizes are not known here)",
    READ_ON,
    "unverified",
)
