"""A stand-in for the simulated cloud, and a provider that serves it on a real channel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent import futures
from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2_grpc

from aidc.rehearsal.errors import Checked, CloudError, Difference, Failure
from aidc.rehearsal.partial import PartialFailure
from aidc.rehearsal.provider import Provider


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
