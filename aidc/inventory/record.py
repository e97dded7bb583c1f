"""Runs a Pulumi program offline and records what it asks the engine for.

Owns the mock monitor that answers the SDK the way the engine would, and the one place in the inventory that imports Pulumi. Leaves out reading
requests (`registration.py`) and what real clouds answer (a `Simulation`). It calls no provider: names and defaults that the provider's Check would
add are absent. Source: the SDK of pulumi 3.272.0; private names in use have a test each in tests/aidc/inventory/test_sdk_contract.py.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import runpy
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pulumi.runtime
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks, settings
from pulumi.runtime.proto import provider_pb2, resource_pb2

from aidc.inventory.errors import InventoryError
from aidc.inventory.failure import Places, quiet_asyncio
from aidc.inventory.isolation import program_surroundings, rare_garbage_collection
from aidc.inventory.project import StackConfig, find_project
from aidc.inventory.recording import Recording, Refusal, Simulation
from aidc.inventory.registration import PROVIDER_PREFIX, default_provider, resource_of
from aidc.inventory.resource import UNKNOWN, Resource
from aidc.inventory.urn import STACK_TYPE, make_urn
from aidc.inventory.wire import SECRET, SHOWN_SECRET, SIGNATURE, from_struct, shown, unboxed, with_secrets_of

__all__ = ["Recording", "Refusal", "Simulation", "record", "record_program"]


def record(project: Path, stack: str, *, preview: bool = True, simulation: Simulation | None = None) -> Recording:
    """Run a project's own program for one of its stacks and return the record.

    `project` is the project's folder or one below it. Raises InventoryError for a missing stack, bad configuration, a program that fails, or
    resources that share a URN.
    """
    found = find_project(project)
    program = found.program
    if not program.is_file():
        raise InventoryError(f"{program}: there is no program to run; {found.directory / 'Pulumi.yaml'} names it by main:")
    config = found.stack_config(stack)
    with program_surroundings(program):
        return _record(
            lambda: runpy.run_path(str(program), run_name="__main__"), found.name, stack, config, preview, simulation, found.directory
        )


def record_program(
    program: Callable[[], Any],
    *,
    project: str = "aidc",
    stack: str = "test",
    config: Mapping[str, str] = {},
    secret_keys: Sequence[str] = (),
    preview: bool = True,
    simulation: Simulation | None = None,
) -> Recording:
    """Run a function as a program and return the record. Raises InventoryError as `record` does."""
    return _record(program, project, stack, StackConfig(dict(config), tuple(secret_keys)), preview, simulation, Path.cwd())


def _record(
    program: Callable[[], Any],
    project: str,
    stack: str,
    config: StackConfig,
    preview: bool,
    simulation: Simulation | None,
    root: Path,
) -> Recording:
    monitor = _Monitor(project, stack, config.values, preview, simulation)
    places, failure = Places(root), None
    with quiet_asyncio(), rare_garbage_collection():
        try:
            asyncio.run(_run(program, monitor, config, root, places))
        except (Exception, SystemExit) as error:
            failure = error
            monitor.problems.insert(0, places.told(error))
            _forget_where(error)
            gc.collect()  # while asyncio is still quiet: the futures that nobody awaits any more would complain on their own deaths
    if monitor.problems:
        if failure is not None and monitor.unanswered:
            tokens = ", ".join(sorted(monitor.unanswered))
            monitor.problems.append(f"The program asked for what only the cloud knows, and offline nobody answers: {tokens}.")
        raise InventoryError(*monitor.problems) from failure
    return monitor.recording()


def _forget_where(error: BaseException | None) -> None:
    """Cut an exception and its causes off from the frames, and so from the thousands of futures, that they hold."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:  # the SDK raises a failure from itself
        seen.add(id(error))
        error.__traceback__ = None
        error = error.__cause__ or error.__context__


async def _run(program: Callable[[], Any], monitor: _Monitor, config: StackConfig, root: Path, places: Places) -> None:
    """Set the SDK up for one run and run the program. The settings are context variables: they end with this task."""
    asyncio.get_running_loop().set_default_executor(_SameThread())
    places.watch(asyncio.get_running_loop())
    pulumi.runtime.reset_options(project=monitor.project, stack=monitor.stack, root_directory=str(root), preview=monitor.preview)
    pulumi.runtime.set_all_config(config.values, list(config.secret_keys))
    settings.ROOT.set(object())  # type: ignore[arg-type]  # set_mocks makes a stack of its own unless there is one
    mocks.set_mocks(
        monitor.mocks,
        project=monitor.project,
        stack=monitor.stack,
        preview=monitor.preview,
        logger=monitor.logger,
        monitor=monitor,
        organization="organization",
    )
    settings.ROOT.set(None)
    await pulumi.runtime.run_in_stack(program)


class _SameThread(ThreadPoolExecutor):
    """Runs a call where it is submitted: the monitor never blocks, and without threads requests come in the same order on every run."""

    def __init__(self) -> None:
        super().__init__(max_workers=1)

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class _NoMocks(mocks.Mocks):
    """What set_mocks insists on; the monitor answers everything itself."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise AssertionError(f"the monitor did not answer for {args.name}")

    def call(self, args: mocks.MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]] | None]:
        raise AssertionError(f"the monitor did not answer {args.token}")


class _Talk(logging.Handler):
    """Passes on what the program logs; errors are collected, for `pulumi.log.error` fails a deployment and so fails a recording."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(logging.INFO)
        self.problems = problems

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.problems.append(record.getMessage())
        else:
            sys.stderr.write(f"{record.levelname.lower()}: {record.getMessage()}\n")


class _Monitor(mocks.MockMonitor):
    """Answers the SDK in the engine's place. It never raises: one exception here would poison every dependent output."""

    def __init__(self, project: str, stack: str, config: Mapping[str, str], preview: bool, simulation: Simulation | None) -> None:
        super().__init__(_NoMocks())
        self.project, self.stack, self.preview, self.simulation = project, stack, preview, simulation
        self.config = config
        self.stack_urn = make_urn(stack, project, "", STACK_TYPE, f"{project}-{stack}")
        self.problems: list[str] = []
        self.unanswered: set[str] = set()
        self._records: dict[str, Resource] = {}
        self._urns: set[str] = set()
        self._states: dict[str, tuple[str, struct_pb2.Struct]] = {}
        self._refusals: dict[str, Exception | None] = {}
        self._outputs: Mapping[str, Any] = {}
        self.logger = logging.Logger("aidc.program", logging.INFO)
        self.logger.addHandler(_Talk(self.problems))

    def recording(self) -> Recording:
        """Return what has been recorded, with the default providers that the resources lean on."""
        records = dict(self._records)
        for urn, resource in self._records.items():
            package = resource.type.partition(":")[0]
            if not resource.custom or "provider" in resource.options or resource.type.startswith(PROVIDER_PREFIX):
                continue
            if provider := default_provider(package, resource.options.get("version", ""), self.config, self.stack, self.project):
                records[provider.urn] = provider
                records[urn] = replace(resource, options={**resource.options, "provider": f"{provider.urn}::{UNKNOWN}"})
        refusals = tuple(Refusal(urn, error) for urn, error in sorted(self._refusals.items()) if error is not None)
        return Recording(tuple(records[urn] for urn in sorted(records)), self._outputs, refusals, tuple(sorted(self.unanswered)))

    def RegisterResource(self, request: Any) -> Any:
        if request.type == STACK_TYPE:
            return resource_pb2.RegisterResourceResponse(urn=self.stack_urn)
        urn = self._claim(request)
        if request.transforms:
            self._refuse_transforms(urn)
        parent = "" if request.parent == self.stack_urn else request.parent
        inherited = self._records[parent].options if parent in self._records else {}
        boxed = from_struct(request.object)
        try:
            resource = resource_of(request, urn, parent, boxed, inherited)
        except ValueError as error:
            self.problems.append(f"{urn}: {error}")
            return resource_pb2.RegisterResourceResponse(urn=urn, result=resource_pb2.Result.FAIL)
        simulated = self.simulation and resource.custom and not resource.type.startswith(PROVIDER_PREFIX)
        hidden = {key: {SIGNATURE: SECRET, "value": boxed.get(key, UNKNOWN)} for key in request.additionalSecretOutputs}
        if simulated:
            answer = self._simulated(request, urn, resource, boxed, hidden)
            outputs = shown(from_struct(answer.object), whole_lists=True)
        else:
            answer = self._echoed(request, urn, resource, {key: box for key, box in hidden.items() if key in boxed})
            outputs = {key: SHOWN_SECRET if key in hidden else value for key, value in resource.inputs.items()}
        self._records[urn] = replace(resource, outputs=outputs if resource.custom else {})
        self._states[urn] = (answer.id, answer.object)
        return answer

    def _claim(self, request: Any) -> str:
        urn = make_urn(self.stack, self.project, request.parent, request.type, request.name)
        if urn in self._urns:
            self.problems.append(f"{urn}: two resources have this URN. Give one of them another name.")
        self._urns.add(urn)
        return urn

    def _refuse_transforms(self, what: str) -> None:
        problem = f"{what}: transforms run in the engine alone, so an offline record would differ. Judge `pulumi preview --json` instead."
        if problem not in self.problems:
            self.problems.append(problem)

    def _echoed(self, request: Any, urn: str, resource: Resource, hidden: Mapping[str, Any]) -> Any:
        """Answer with what was given; everything else is unknown, in a preview the id too."""
        made_up = "" if self.preview or not resource.custom else f"{resource.name}-id"
        response = resource_pb2.RegisterResourceResponse(urn=urn, id=request.importId or made_up, object=request.object, unknown=True)
        response.object.update(hidden)
        return response

    def _simulated(self, request: Any, urn: str, resource: Resource, boxed: Mapping[str, Any], hidden: Mapping[str, Any]) -> Any:
        """Answer with what the simulated cloud says."""
        needed = {*resource.dependencies, resource.parent, request.provider.rpartition("::")[0]}
        if not needed.isdisjoint(self._refusals):
            self._refusals[urn] = None  # the engine does not even try what depends on a failure
            return resource_pb2.RegisterResourceResponse(urn=urn, result=resource_pb2.Result.FAIL)
        assert self.simulation is not None
        try:
            id_, outputs = self.simulation.create(resource.type, resource.name, unboxed(boxed), preview=self.preview)
            response = resource_pb2.RegisterResourceResponse(urn=urn, id=id_)
            response.object.update(with_secrets_of(outputs, {**boxed, **hidden}))
        except Exception as error:
            self._refusals[urn] = error
            return resource_pb2.RegisterResourceResponse(urn=urn, result=resource_pb2.Result.FAIL)
        return response

    def ReadResource(self, request: Any) -> Any:
        urn = self._claim(request)
        self._states[urn] = (request.id, request.properties)
        return resource_pb2.ReadResourceResponse(urn=urn, id=request.id, properties=request.properties, unknown=True)

    def Invoke(self, request: Any) -> Any:
        response = resource_pb2.ResourceInvokeResponse()
        answer = getattr(response, "return")
        if request.tok == "pulumi:pulumi:getResource":
            urn = request.args["urn"]
            if urn in self._states:
                id_, state = self._states[urn]
                answer.update({"urn": urn, "id": id_, "state": from_struct(state)})
            else:
                response.failures.append(provider_pb2.CheckFailure(property="urn", reason=f"no resource {urn} has been declared so far"))
        elif self.simulation is None:
            self.unanswered.add(request.tok)
            response.unknown = True
        else:
            try:
                answer.update(self.simulation.invoke(request.tok, unboxed(from_struct(request.args))))
            except Exception as error:
                response.failures.append(provider_pb2.CheckFailure(reason=str(error)))
        return response

    def RegisterResourceOutputs(self, request: Any) -> Any:
        outputs = shown(from_struct(request.outputs))
        if request.urn == self.stack_urn:
            self._outputs = outputs
        elif request.urn in self._records:
            self._records[request.urn] = replace(self._records[request.urn], outputs=outputs)
        return empty_pb2.Empty()

    def RegisterStackTransform(self, request: Any) -> Any:  # noqa: ARG002 - the SDK's signature
        self._refuse_transforms(self.stack_urn)
        return empty_pb2.Empty()

    def RegisterStackInvokeTransform(self, request: Any) -> Any:  # noqa: ARG002 - the SDK's signature
        self._refuse_transforms(self.stack_urn)
        return empty_pb2.Empty()
