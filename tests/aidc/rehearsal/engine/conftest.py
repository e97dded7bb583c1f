"""A stand-in for the simulated cloud, a provider that serves it on a real channel, and a small project for the real engine.

Tests marked `engine` need a Pulumi CLI and are skipped, loudly, where there is none. Those marked `slow` as well run where AIDC_SLOW is set, and
where they are asked for (`-m engine`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2_grpc

from aidc.inventory.read import read
from aidc.inventory.record import record
from aidc.inventory.resource import UNKNOWN
from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.errors import Checked, CloudError, Difference, Failure
from aidc.rehearsal.partial import PartialFailure
from aidc.rehearsal.provider import Provider
from aidc.rehearsal.toolchain import NoToolchain, Toolchain, find_toolchain

HERE = Path(__file__).parent
CHECKOUT = Path(__file__).resolve().parents[4]
SKIPPED = pytest.StashKey[str]()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Skip engine tests without a CLI, and slow ones that nobody asked for."""
    ours = [item for item in items if item.path.is_relative_to(HERE) and item.get_closest_marker("engine")]
    found = find_toolchain(CHECKOUT) if ours else None
    asked_for = os.environ.get("AIDC_SLOW") or "engine" in config.option.markexpr
    for item in ours:
        if isinstance(found, NoToolchain):
            config.stash[SKIPPED] = f"{len(ours)} tests of the real engine were SKIPPED: {found.reason}"
            item.add_marker(pytest.mark.skip(reason=found.reason))
        elif item.get_closest_marker("slow") and not asked_for:
            item.add_marker(pytest.mark.skip(reason="slow; set AIDC_SLOW=1 or pass -m engine"))


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say in one line that the engine was not tested."""
    if line := config.stash.get(SKIPPED, ""):
        terminalreporter.write_line(line, yellow=True, bold=True)


@pytest.fixture(scope="session")
def cli() -> Toolchain:
    """The CLI that engine tests run on."""
    found = find_toolchain(CHECKOUT)
    assert isinstance(found, Toolchain)
    return found


PROGRAM = """
import pulumi
import pulumi_gcp as gcp
from pieces import Vault

guard = pulumi.ResourceOptions(protect=pulumi.Config().get_bool("guard") or False)
network = gcp.compute.Network("main", name="main", auto_create_subnetworks=False)
gcp.compute.Subnetwork("nodes", name="nodes", network=network.id, ip_cidr_range="10.0.0.0/20", region="us-central1")
gcp.storage.Bucket("data", name="small-shop-data", location="US", labels={"team": "shop"}, uniform_bucket_level_access=True, opts=guard)
account = gcp.serviceaccount.Account("trainer", account_id="trainer")
Vault("vault", reader=account.email)
pulumi.export("network", network.self_link)
"""
PIECES = """
import pulumi
import pulumi_gcp as gcp


class Vault(pulumi.ComponentResource):
    def __init__(self, name, *, reader):
        super().__init__("shop:keys:Vault", name)
        below = pulumi.ResourceOptions(parent=self)
        ring = gcp.kms.KeyRing(f"{name}-ring", name="ring", location="us-central1", opts=below)
        key = gcp.kms.CryptoKey(f"{name}-key", name="key", key_ring=ring.id, rotation_period="7776000s", opts=below)
        role = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
        member = pulumi.Output.concat("serviceAccount:", reader)
        gcp.kms.CryptoKeyIAMMember(f"{name}-reader", crypto_key_id=key.id, role=role, member=member, opts=below)
"""


@pytest.fixture
def small_project(tmp_path: Path) -> Path:
    """A project of seven resources of the cloud, one component, and the stacks `dev` and `guarded`."""
    root = tmp_path / "shop"
    (root / "stacks").mkdir(parents=True)
    (root / "Pulumi.yaml").write_text("name: shop\nruntime: python\nstackConfigDir: stacks\n")
    (root / "stacks" / "Pulumi.dev.yaml").write_text("config:\n  gcp:project: shop-project\n  gcp:region: us-central1\n")
    (root / "stacks" / "Pulumi.guarded.yaml").write_text("config:\n  gcp:project: shop-project\n  shop:guard: true\n")
    (root / "__main__.py").write_text(PROGRAM)
    (root / "pieces.py").write_text(PIECES)
    return root


class SmallCloud:
    """A cloud of one rule each: what the adapter must pass on, and nothing about Google."""

    def __init__(self, **defaults: str) -> None:
        self.defaults = defaults
        self.there: dict[str, dict[str, Any]] = {}
        self.asked: list[tuple[Any, ...]] = []

    def check(self, type_, inputs, *, urn, random_seed, old_inputs):
        self.asked.append((type_, urn, random_seed, old_inputs))
        failures = () if "name" in inputs else (Failure("name", "Missing required property", "missing required"),)
        return Checked({**inputs, "location": "US"}, failures)

    def diff(self, type_, id_, old_inputs, old_outputs, new_inputs, ignore_changes):
        changed = sorted(key for key in {*old_inputs, *new_inputs} - set(ignore_changes) if old_inputs.get(key) != new_inputs.get(key))
        replaces = tuple(key for key in changed if key == "location")
        return Difference(bool(changed), replaces, {key: "update-replace" if key in replaces else "update" for key in changed})

    def preview(self, type_, inputs):
        return {**inputs, "selfLink": "unknown"}

    def create(self, type_, inputs):
        if inputs["name"] == "half":
            raise PartialFailure(503, "UNAVAILABLE", "stock-out in us-central1-a", id="half-id", outputs={"name": "half"})
        if inputs["name"] in self.there:
            raise CloudError(409, "ALREADY_EXISTS", f"Error 409: {inputs['name']} already exists")
        self.there[inputs["name"]] = dict(inputs)
        return inputs["name"], {**inputs, "selfLink": f"links/{inputs['name']}"}

    def read(self, type_, id_, inputs=None):
        self.asked.append((type_, id_, inputs))
        return (id_, self.there[id_], {**self.there[id_], "selfLink": f"links/{id_}"}) if id_ in self.there else None

    def update(self, type_, id_, old_outputs, new_inputs):
        if new_inputs.get("labels") == "half":
            raise PartialFailure(500, "INTERNAL", "labels were not set", id=id_, outputs=old_outputs)
        self.there[id_] = dict(new_inputs)
        return {**old_outputs, **new_inputs}

    def delete(self, type_, id_):
        if id_ == "busy":
            raise CloudError(400, "RESOURCE_IN_USE", "Error 400: busy is in use")
        del self.there[id_]

    def invoke(self, token, args):
        if token == "broken":
            raise KeyError("no such row")
        if token != "gcp:compute/getZones:getZones":
            raise CloudError(501, "UNIMPLEMENTED", f"The simulated cloud does not answer {token}.")
        return {"names": [f"{args['region']}-a"]}


@pytest.fixture
def clouds() -> list[SmallCloud]:
    """Every cloud that a provider opened, the configured one last."""
    return []


@pytest.fixture
def provider(clouds: list[SmallCloud]) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    """A gcp provider over the small cloud, at the other end of a real channel."""

    def open_cloud(**defaults: str) -> Any:
        clouds.append(SmallCloud(**defaults))
        return clouds[-1]

    yield from _stub_of(Provider("gcp", open_cloud, lambda: None))


def _stub_of(servicer: Provider) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=2))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield provider_pb2_grpc.ResourceProviderStub(channel)
    server.stop(grace=None).wait()


@pytest.fixture
def refused() -> Callable[..., grpc.RpcError]:
    """Call something that must be refused and return the refusal."""

    def call(method: Callable[..., Any], request: Any) -> Any:
        with pytest.raises(grpc.RpcError) as error:
            method(request)
        return error.value

    return call


@pytest.fixture
def assert_record_is_what_the_engine_sees(tmp_path: Path) -> Callable[[Path, str, dict[str, Any]], None]:
    """Compare a stack's record with the engine's preview: the same resources, parents, dependencies, and inputs as Check completes them.

    The engine may know a value where the record, which no cloud answers, does not.
    """

    def compare(project: Path, stack: str, document: dict[str, Any]) -> None:
        file = tmp_path / "preview.json"
        file.write_text(json.dumps(document))
        seen = {resource.urn: resource for resource in read(file)}
        recorded = {resource.urn: resource for resource in record(project, stack).resources}
        assert seen.keys() == recorded.keys()
        for urn, resource in recorded.items():
            if resource.custom and not resource.type.startswith("pulumi:"):
                completed = _without_defaults_list(Cloud().check(resource.type, resource.inputs, urn=urn).inputs)
                assert _agrees(completed, seen[urn].inputs), f"{urn}: {completed} != {seen[urn].inputs}"
            assert (resource.parent, resource.dependencies) == (seen[urn].parent, seen[urn].dependencies), urn

    return compare


def _without_defaults_list(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_defaults_list(item) for key, item in value.items() if key != "__defaults"}
    return [_without_defaults_list(item) for item in value] if isinstance(value, list) else value


def _agrees(recorded: Any, seen: Any) -> bool:
    """Say whether two values are equal where the recorded one is known."""
    if isinstance(recorded, dict) and isinstance(seen, dict):
        return recorded.keys() == seen.keys() and all(_agrees(value, seen[key]) for key, value in recorded.items())
    if isinstance(recorded, list) and isinstance(seen, list):
        return len(recorded) == len(seen) and all(_agrees(*pair) for pair in zip(recorded, seen, strict=True))
    return recorded in (seen, UNKNOWN)
