"""A small shop on Google Cloud: what the saved previews and states in `engine/` were made from.

It has one of each thing that previews and states show in a special way: nested components, an explicit and a default provider, secrets alone, in
maps and in lists, inherited options, aliases, a resource that others own. With `later` it updates, replaces, imports and deletes.
"""

import pulumi
import pulumi_gcp as gcp
from pulumi import Output, ResourceOptions

later = pulumi.Config().require_bool("later")


class Cell(pulumi.ComponentResource):
    """A node pool, two levels deep."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        """Declare the pool with secrets in a map and in a list."""
        super().__init__("shop:net:Cell", name, {"tokens": ["a", Output.secret("b")]}, opts)
        gcp.container.NodePool(
            f"{name}-pool",
            name="pool",
            cluster="main",
            location="europe-west4-a",
            node_count=8 if later else 4,
            node_config={
                "machine_type": "a3-highgpu-8g",
                "labels": {"cell": name},
                "metadata": {"token": Output.secret("hunter2")},
                "taints": [{"key": "gpu", "value": Output.secret("hunter3"), "effect": "NO_SCHEDULE"}],
            },
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})


class Site(pulumi.ComponentResource):
    """A component of components."""

    def __init__(self, name: str, opts: ResourceOptions | None = None) -> None:
        """Declare one cell."""
        super().__init__("shop:net:Site", name, None, opts)
        Cell(f"{name}-cell", ResourceOptions(parent=self, aliases=[pulumi.Alias(name="first-cell")]))
        self.register_outputs({})


provider = gcp.Provider("eu", project="shop-eu", region="europe-west1", zone="europe-west1-b")
network = gcp.compute.Network(
    "net",
    name="net",
    auto_create_subnetworks=False,
    description="second" if later else "first",
    opts=ResourceOptions(
        protect=True,
        custom_timeouts=pulumi.CustomTimeouts(create="1h30m"),
        ignore_changes=["mtu"],
        replace_on_changes=["routingMode"],
        additional_secret_outputs=["selfLink"],
    ),
)
site = Site("eu", ResourceOptions(providers=[provider], retain_on_delete=True))
gcp.compute.Subnetwork(
    "sub",
    name="sub",
    network=network.id,
    ip_cidr_range="10.0.0.0/24",
    opts=ResourceOptions(parent=network, deleted_with=network, provider=provider, depends_on=[site]),
)
gcp.storage.Bucket(
    "data", name="data", location="US" if later else "EU", lifecycle_rules=[{"action": {"type": "Delete"}, "condition": {"age": 30}}]
)
shared = gcp.storage.Bucket.get("shared", "shared")
gcp.storage.BucketObject("readme", name="readme", bucket=shared.name, source=pulumi.StringAsset("hello"))
if later:
    gcp.storage.Bucket("kept", name="existing", location="US", labels={"kept": "yes"}, opts=ResourceOptions(import_="kept"))
else:
    gcp.storage.Bucket("old", name="old", location="EU")
pulumi.export("network", network.id)
pulumi.export("token", Output.secret("hunter4"))
