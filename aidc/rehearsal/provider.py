"""The simulated cloud as a provider plugin: what the real engine starts instead of pulumi-resource-gcp or pulumi-resource-kubernetes.

    python -m aidc.rehearsal.provider gcp|kubernetes [--books FILE]

Owns the resource-provider protocol over `Cloud`: the port on the first line of standard output, 127.0.0.1 only, gone when the engine
cancels or is gone itself. Leaves out every answer about Google Cloud: aidc/rehearsal/cloud.py. Like the real gcp provider it takes no
secrets, so the engine strips them before a call and marks outputs afterwards. Source: pulumi's provider.proto and the terraform bridge's
answers (delete before replace where a name is given), 2026-11.
"""

# ruff: noqa: ARG002 - the protocol fixes each method's parameters

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import signal
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from concurrent import futures
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import grpc
from google.protobuf.any_pb2 import Any as AnyMessage
from google.protobuf.empty_pb2 import Empty
from google.protobuf.struct_pb2 import Struct

from aidc.rehearsal.cloud import Cloud, CloudError
from aidc.rehearsal.partial import PartialFailure
from aidc.rehearsal.protocol import load_protocol
from aidc.rehearsal.wire import to_plain, to_struct

if TYPE_CHECKING:
    from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2
else:
    plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2 = load_protocol("plugin_pb2", "provider_pb2", "provider_pb2_grpc", "status_pb2")

BOOKS_VARIABLE = "AIDC_REHEARSAL_BOOKS"
DISTRIBUTIONS = {"gcp": "pulumi-gcp", "kubernetes": "pulumi-kubernetes"}
"""Each package that can be simulated and the distribution whose version it reports: an older one makes the engine warn."""
MESSAGE_LIMIT_BYTES = 400 * 1024 * 1024
"""The engine's own limit for one message."""
PARENT_POLL_SECONDS = 1.0
WORKERS = 16

Call = TypeVar("Call", bound=Callable[..., Any])


def _answered(call: Call) -> Call:
    """End a call that the cloud refuses with the words that a user would read, and one that fails with the place of the defect."""

    @functools.wraps(call)
    def answer(self: Any, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return call(self, request, context)
        except CloudError as error:
            if isinstance(error, PartialFailure):
                inputs = request.news if isinstance(request, provider_pb2.UpdateRequest) else request.properties
                context.set_trailing_metadata((("grpc-status-details-bin", _half_done(error, inputs)),))
            # UNAVAILABLE or CANCELLED would mean to the engine that the plugin itself is in trouble; the real one says UNKNOWN.
            code = grpc.StatusCode.UNIMPLEMENTED if error.status == "UNIMPLEMENTED" else grpc.StatusCode.UNKNOWN
            reason = error.message
        except Exception as defect:
            place = traceback.extract_tb(defect.__traceback__)[-1]
            code = grpc.StatusCode.INTERNAL
            reason = f"The simulated cloud has a defect: {type(defect).__name__}: {defect} ({Path(place.filename).name}:{place.lineno})"
        return context.abort(code, reason)

    return cast(Call, answer)


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """One plugin instance: the engine starts one for each provider resource, so configuration never leaks from one to the other."""

    def __init__(self, package: str, open_cloud: Callable[..., Cloud], stop: Callable[[], None]) -> None:
        """Serve `gcp` or `kubernetes`; `open_cloud(project=, region=, zone=)` opens the cloud, `stop` ends the plugin."""
        self._version = metadata.version(DISTRIBUTIONS[package])
        self._package = package
        self._open_cloud = open_cloud
        self._stop = stop
        self._cloud = open_cloud()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.ProviderHandshakeResponse:
        """Promise nothing beyond the base protocol: no secrets, no resource references, no output values."""
        return provider_pb2.ProviderHandshakeResponse()

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Empty:
        """Accept an engine that was told our port (PULUMI_DEBUG_PROVIDERS)."""
        return Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Report the version of the installed SDK package."""
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.GetSchemaResponse:
        """Return an empty schema: code generation is not what a rehearsal is for."""
        return provider_pb2.GetSchemaResponse(schema=json.dumps({"name": self._package, "version": self._version}))

    def GetMapping(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.GetMappingResponse:
        """Return no mapping: conversion is not what a rehearsal is for."""
        return provider_pb2.GetMappingResponse()

    def GetMappings(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.GetMappingsResponse:
        """Return no mappings."""
        return provider_pb2.GetMappingsResponse()

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """Accept any provider configuration."""
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Report changed configuration as an update: what it means for each resource is that resource's own difference."""
        olds, news = to_plain(request.olds), to_plain(request.news)
        changed = sorted(key for key in {*olds, *news} - {"version"} if olds.get(key) != news.get(key))
        return _difference(bool(changed), (), dict.fromkeys(changed, "update"), delete_first=False)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.ConfigureResponse:
        """Take project, region and zone; configuration arrives JSON-encoded, only strings stay plain."""
        values = to_plain(request.args)
        self._cloud = self._open_cloud(**{key: str(values.get(key, "")) for key in ("project", "region", "zone")})
        return provider_pb2.ConfigureResponse(supportsPreview=True)

    @_answered
    def Check(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.CheckResponse:
        """Answer with defaults added, or with every reason to refuse."""
        checked = self._cloud.check(
            _type_of(request),
            to_plain(request.news),
            urn=request.urn,
            random_seed=request.randomSeed,
            old_inputs=to_plain(request.olds) if request.HasField("olds") else None,
        )
        failures = [provider_pb2.CheckFailure(property=failure.property, reason=failure.reason) for failure in checked.failures]
        return provider_pb2.CheckResponse(inputs=to_struct(checked.inputs), failures=failures)

    @_answered
    def Diff(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.DiffResponse:
        """Answer what new inputs would change, and whether that takes a new resource."""
        old_inputs, news = to_plain(request.old_inputs), to_plain(request.news)
        answer = self._cloud.diff(_type_of(request), request.id, old_inputs, to_plain(request.olds), news, list(request.ignoreChanges))
        delete_first = bool(answer.replaces) and _name_is_taken(old_inputs, news)
        return _difference(answer.changes, answer.replaces, answer.detailed, delete_first=delete_first)

    @_answered
    def Create(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.CreateResponse:
        """Create a resource; in a preview answer what is known beforehand and no id."""
        inputs = to_plain(request.properties)
        if request.preview:
            return provider_pb2.CreateResponse(properties=to_struct(self._cloud.preview(_type_of(request), inputs)))
        identity, outputs = self._cloud.create(_type_of(request), inputs)
        return provider_pb2.CreateResponse(id=identity, properties=to_struct(outputs))

    @_answered
    def Read(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.ReadResponse:
        """Read what exists: refresh sends the inputs it knows, import and `.get` send none and expect inputs back. No id means gone."""
        known = to_plain(request.inputs) or None
        found = self._cloud.read(_type_of(request), request.id, known)
        if found is None:
            return provider_pb2.ReadResponse()
        identity, inputs, outputs = found
        return provider_pb2.ReadResponse(id=identity, inputs=to_struct(inputs), properties=to_struct(outputs))

    @_answered
    def Update(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.UpdateResponse:
        """Change a resource in place; in a preview answer the old outputs under the new inputs."""
        olds, news = to_plain(request.olds), to_plain(request.news)
        if request.preview:
            return provider_pb2.UpdateResponse(properties=to_struct({**olds, **news}))
        outputs = self._cloud.update(_type_of(request), request.id, olds, news)
        return provider_pb2.UpdateResponse(properties=to_struct(outputs))

    @_answered
    def Delete(self, request: Any, context: grpc.ServicerContext) -> Empty:
        """Delete a resource."""
        self._cloud.delete(_type_of(request), request.id)
        return Empty()

    @_answered
    def Invoke(self, request: Any, context: grpc.ServicerContext) -> provider_pb2.InvokeResponse:
        """Answer a data source."""
        answer = self._cloud.invoke(request.tok, to_plain(request.args))
        response = provider_pb2.InvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(answer))  # a keyword of Python, hence not an attribute that can be spelt
        return response

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Empty:
        """End the plugin: the engine has finished."""
        self._stop()
        return Empty()


def _type_of(request: Any) -> str:
    """Return the resource's type; older engines say it only in the URN, behind the types of its parents."""
    return request.type or request.urn.split("::")[2].rpartition("$")[2]


def _name_is_taken(old_inputs: Mapping[str, Any], news: Mapping[str, Any]) -> bool:
    """Say whether the old resource must go first: its name was given, not generated, and the new one wants it too."""
    return "name" in news and news["name"] == old_inputs.get("name") and "name" not in news.get("__defaults", ())


def _difference(changes: bool, replaces: Sequence[str], detailed: Mapping[str, str], *, delete_first: bool) -> provider_pb2.DiffResponse:
    kinds = {path: provider_pb2.PropertyDiff(kind=_kind(kind), inputDiff=True) for path, kind in detailed.items()}
    return provider_pb2.DiffResponse(
        changes=provider_pb2.DiffResponse.DIFF_SOME if changes else provider_pb2.DiffResponse.DIFF_NONE,
        replaces=replaces,
        diffs=sorted({re.split(r"[.\[]", path, maxsplit=1)[0] for path in detailed}),
        detailedDiff=kinds,
        hasDetailedDiff=True,
        deleteBeforeReplace=delete_first,
    )


def _kind(name: str) -> provider_pb2.PropertyDiff.Kind.ValueType:
    """Return the wire's kind for add, delete, update and their -replace forms."""
    return provider_pb2.PropertyDiff.Kind.Value(name.upper().replace("-", "_"))


def _half_done(error: PartialFailure, inputs: Struct) -> bytes:
    """Return the status details that make the engine keep a resource whose creation or update failed half-way."""
    detail = AnyMessage()
    detail.Pack(
        provider_pb2.ErrorResourceInitFailed(id=error.id, properties=to_struct(error.outputs), reasons=[error.message], inputs=inputs)
    )
    return status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=error.message, details=[detail]).SerializeToString()


def serve(package: str, open_cloud: Callable[..., Cloud]) -> None:
    """Serve one package until the engine cancels or is gone. Prints the port first."""
    # A terminal's Ctrl-C reaches the whole process group; the engine says Cancel when it is done with its plugins.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended = threading.Event()
    server = grpc.server(
        futures.ThreadPoolExecutor(max_workers=WORKERS),
        options=[("grpc.max_receive_message_length", MESSAGE_LIMIT_BYTES), ("grpc.max_send_message_length", MESSAGE_LIMIT_BYTES)],
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(package, open_cloud, ended.set), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    parent = os.getppid()
    while not ended.wait(PARENT_POLL_SECONDS) and os.getppid() == parent:
        pass
    server.stop(grace=1.0).wait()


def main() -> None:
    """Read the command line and serve. The engine appends its own address and flags, which a simulated provider does not need."""
    parser = argparse.ArgumentParser(prog="python -m aidc.rehearsal.provider", description="Serve the simulated cloud to a Pulumi engine.")
    parser.add_argument("package", choices=sorted(DISTRIBUTIONS))
    parser.add_argument("--books", type=Path, help=f"the file that holds what exists (default: ${BOOKS_VARIABLE}, else memory)")
    arguments, _ = parser.parse_known_args()
    named = os.environ.get(BOOKS_VARIABLE)
    books = arguments.books or (Path(named) if named else None)
    serve(arguments.package, functools.partial(Cloud, books))


if __name__ == "__main__":
    main()
