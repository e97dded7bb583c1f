"""Vertex AI and Workbench: keys, private endpoints, and the machines of notebooks."""

from __future__ import annotations

from policies.bag import Bag
from policies.defaults import effective
from policies.rule import rule

ENDPOINT = "gcp:vertex/aiEndpoint:AiEndpoint"
WORKBENCH = "gcp:workbench/instance:Instance"
_SHIELD = ("enableSecureBoot", "enableVtpm", "enableIntegrityMonitoring")


def _has_key(resource: Bag) -> str | None:
    return None if resource.has("encryptionSpec.kmsKeyName") else "it is encrypted with Google's key alone"


@rule("vertex-dataset-cmek", "gcp:vertex/aiDataset:AiDataset")
def dataset(resource: Bag) -> str | None:
    return _has_key(resource)


@rule("vertex-metadata-store-cmek", "gcp:vertex/aiMetadataStore:AiMetadataStore")
def metadata_store(resource: Bag) -> str | None:
    return _has_key(resource)


@rule("vertex-endpoint-cmek", ENDPOINT, "gcp:vertex/aiFeatureStore:AiFeatureStore", "gcp:vertex/aiTensorboard:AiTensorboard")
def endpoint_key(resource: Bag) -> str | None:
    return _has_key(resource)


@rule("vertex-endpoint-private", ENDPOINT)
def endpoint_private(endpoint: Bag) -> str | None:
    """A peered network and Private Service Connect both count; an endpoint has one of them at most."""
    if endpoint.has("network"):
        return None
    private = effective(endpoint, "privateServiceConnectConfig.enablePrivateServiceConnect") is True
    return None if private else "the endpoint answers on the internet: it has neither a network nor Private Service Connect"


@rule("vertex-index-endpoint-private", "gcp:vertex/aiIndexEndpoint:AiIndexEndpoint")
def index_endpoint_private(endpoint: Bag) -> str | None:
    return "the deployed indexes answer on the internet" if effective(endpoint, "publicEndpointEnabled") is True else None


@rule("workbench-disk-cmek", WORKBENCH)
def disks(instance: Bag) -> str | None:
    for path, disk in (("gceSetup.bootDisk", "boot disk"), ("gceSetup.dataDisks", "data disk")):
        if path.endswith("dataDisks") and not instance.has(path):
            continue
        if not instance.has(f"{path}.kmsKey"):
            return f"the {disk} is encrypted with Google's key alone"
        if instance.text(f"{path}.diskEncryption") == "GMEK":
            return f"the {disk} names a key, but diskEncryption is GMEK, Google's own"
    return None


@rule("workbench-no-public-ip", WORKBENCH)
def no_public_address(instance: Bag) -> str | None:
    return None if effective(instance, "gceSetup.disablePublicIp") is True else "the notebook's machine has an address on the internet"


@rule("workbench-shielded-private", WORKBENCH)
def shielded(instance: Bag) -> str | None:
    off = [name for name in _SHIELD if effective(instance, f"gceSetup.shieldedInstanceConfig.{name}") is not True]
    return f"{', '.join(off)} not on" if off else None
