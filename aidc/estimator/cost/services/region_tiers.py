"""Price tiers of regions: Cloud Run and Cloud Functions have two rates each, and say which regions pay which.

Source: Cloud Run documentation, locations; Cloud Run functions documentation, locations of the first generation (both as republished in 2026).
"""

from __future__ import annotations

_RUN_TIER_1 = (
    "asia-east1 asia-northeast1 asia-northeast2 europe-north1 europe-southwest1 europe-west1 europe-west4 europe-west8 europe-west9 "
    "me-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1"
)
_RUN_TIER_2 = (
    "africa-south1 asia-east2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 australia-southeast1 "
    "australia-southeast2 europe-central2 europe-west10 europe-west12 europe-west2 europe-west3 europe-west6 me-central1 me-central2 "
    "northamerica-northeast1 northamerica-northeast2 southamerica-east1 southamerica-west1 us-west2 us-west3 us-west4"
)
_FUNCTIONS_TIER_1 = "asia-east1 asia-east2 asia-northeast1 asia-northeast2 europe-west1 europe-west2 us-central1 us-east1 us-east4 us-west1"
_FUNCTIONS_TIER_2 = (
    "asia-northeast3 asia-south1 asia-southeast1 asia-southeast2 australia-southeast1 europe-central2 europe-west3 europe-west6 "
    "northamerica-northeast1 southamerica-east1 us-west2 us-west3 us-west4"
)


def _tiers(first: str, second: str) -> dict[str, str]:
    return dict.fromkeys(first.split(), "tier-1") | dict.fromkeys(second.split(), "tier-2")


RUN_TIERS = _tiers(_RUN_TIER_1, _RUN_TIER_2)
"""`tier-1` or `tier-2` by region, for Cloud Run and functions of the second generation. A region that is not here has no known tier."""
FUNCTIONS_TIERS = _tiers(_FUNCTIONS_TIER_1, _FUNCTIONS_TIER_2)
"""The same for functions of the first generation, which are sold in fewer regions and at other tiers in two of them."""
