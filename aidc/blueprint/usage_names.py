"""What a usage file calls the resources of a stack: by their Pulumi name, and where two of a stack share one, by type and name.

`<type>::<name>` is how every URN ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import InitVar, dataclass, field
from typing import Any

BUCKET = "gcp:storage/bucket:Bucket"
CLUSTER = "gcp:container/cluster:Cluster"
CRYPTO_KEY = "gcp:kms/cryptoKey:CryptoKey"
DISK = "gcp:compute/disk:Disk"
FILESTORE = "gcp:filestore/instance:Instance"
LUSTRE = "gcp:lustre/instance:Instance"
NODE_POOL = "gcp:container/nodePool:NodePool"
REPOSITORY = "gcp:artifactregistry/repository:Repository"
RESERVATION = "gcp:compute/reservation:Reservation"
ROUTER_NAT = "gcp:compute/routerNat:RouterNat"
STORAGE_POOL = "gcp:compute/storagePool:StoragePool"
TPU_TYPES = {"V2Vm": "gcp:tpu/v2Vm:V2Vm", "V2QueuedResource": "gcp:tpu/v2QueuedResource:V2QueuedResource"}


@dataclass(slots=True)
class UsageBook:
    """Collects usage under the names of a usage file. `known` are type and name of everything that may be used."""

    known: InitVar[Iterable[tuple[str, str]]]
    resources: dict[str, dict[str, Any]] = field(default_factory=dict)
    shared: dict[str, list[str]] = field(init=False)
    """Every name that several types have, with those types."""

    def __post_init__(self, known: Iterable[tuple[str, str]]) -> None:
        kinds: dict[str, list[str]] = defaultdict(list)
        for kind, name in known:
            kinds[name].append(kind)
        self.shared = {name: sorted(found) for name, found in kinds.items() if len(found) > 1}

    def add(self, kind: str, name: str, given: dict[str, Any]) -> None:
        """Put down what is used, without what nobody said; nothing said is nothing put down."""
        said = {key: value for key, value in given.items() if value is not None and value != {}}
        if said:
            place = f"{kind}::{name}" if name in self.shared else name
            self.resources.setdefault(place, {}).update(said)
