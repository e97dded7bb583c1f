"""Whether an encryption key lies where the data lies that it encrypts: services refuse keys of another location.

Facts: the properties of `facts/key_users.csv`. Compared are the location in the key's name and that of the resource; a multi-region bucket takes a
key of the multi-region. Source: Cloud Storage and Filestore documentation, customer-managed encryption keys; GKE documentation, "Encrypt secrets
at the application layer"; Cloud KMS documentation, locations (read 2026-11-24).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from aidc.rehearsal import facts, values
from aidc.rehearsal.errors import CloudError

MULTI_REGION_KEYS = {
    "us": "us",
    "eu": "europe",
    "asia": "asia",
    "ca": "ca",
    "nam4": "nam4",
    "eur4": "eur4",
    "eur5": "eur5",
    "asia1": "asia1",
}
"""Cloud KMS location for each multi-region or predefined pair that a bucket can name (eur4, eur5 and asia1 unverified)."""
_KEY = re.compile(r"projects/[^/]+/locations/([^/]+)/keyRings/[^/]+/cryptoKeys/")


def refuse_distant(type_: str, inputs: Mapping[str, Any], here: Mapping[str, str]) -> None:
    """Raise the error of a key in another location. Keys whose name is not known yet are not judged."""
    location = here["location"].lower()
    needed = MULTI_REGION_KEYS.get(location) or here["region"].lower()
    if not needed:
        return
    for row in facts.by_type("key_users").get(type_, ()):
        for path, written in values.all_at(inputs, row["path"]):
            found = _KEY.search(str(written))
            if found and found.group(1) != needed:
                raise CloudError(
                    400,
                    "INVALID_ARGUMENT",
                    f"googleapi: Error 400: The Cloud KMS key lies in {found.group(1)}, what it encrypts in {location}: use a key in {needed}., "
                    f"invalid ({path})",
                )
