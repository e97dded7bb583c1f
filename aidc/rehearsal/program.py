"""A project's program, served to the engine from this process.

Owns the language-runtime protocol for a program that runs here: the provider SDK is imported once for all operations of a rehearsal instead of
once for each. Leaves out the CLI (command.py), what a program gets to see of our process (aidc.inventory.isolation) and how its failure is
told (aidc.inventory.failure). The SDK's own server of inline programs is not used: after a refused resource it leaves unfinished tasks behind,
which complain on standard error for as long as the process lives.
"""

# ruff: noqa: ARG002 - the protocol fixes each method's parameters

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import gc
import platform
import runpy
import sys
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any, cast

import grpc
import pulumi.runtime
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

from aidc.inventory.failure import Places, quiet_asyncio
from aidc.inventory.isolation import program_surroundings, rare_garbage_collection

WORKERS = 4
MOST_THREADS = 64
"""Each waits for the answer to one registration; the engine registers no more than this many at a time by default (4 x 16)."""
MONITOR_IS_GONE = "Resource monitor has terminated"
"""What the SDK says when the engine has stopped listening, which it does after it has told why."""


@contextlib.contextmanager
def served(program: Path) -> Iterator[str]:
    """Serve a program (the path of its file) and yield the address for the CLI's --client. What it prints goes to standard error."""
    workers = futures.ThreadPoolExecutor(max_workers=WORKERS)
    server = grpc.server(workers)
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(ProgramHere(program), server)
    port = server.add_insecure_port("127.0.0.1:0")
    with program_surroundings(program), quiet_asyncio(), rare_garbage_collection():
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()
            workers.shutdown()


class ProgramHere(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs one program in this process as often as the engine asks."""

    def __init__(self, program: Path) -> None:
        """Serve the program in a file."""
        self._program = program

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Report no version: the program belongs to the project."""
        return plugin_pb2.PluginInfo()

    def About(self, request: Any, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        """Say which Python runs the program."""
        return language_pb2.AboutResponse(executable=sys.executable, version=platform.python_version())

    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> language_pb2.GetRequiredPackagesResponse:
        """Require nothing: the rehearsal's Pulumi.yaml names its plugins by path."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: grpc.ServicerContext) -> language_pb2.GetRequiredPluginsResponse:
        """Require nothing, as GetRequiredPackages."""
        return language_pb2.GetRequiredPluginsResponse()

    def Run(self, request: Any, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        """Run the program. The SDK's settings are context variables: each run has its own."""
        places = Places(self._program.parent)
        try:
            contextvars.copy_context().run(asyncio.run, self._run(request, context, places))
        except (Exception, SystemExit, asyncio.CancelledError) as error:
            reason = places.told(error)
            gone = isinstance(error, asyncio.CancelledError) or MONITOR_IS_GONE in reason
            error.__traceback__ = None  # it holds the frames, and with them everything that the program had begun
            gc.collect()  # while asyncio is quiet: what nobody awaits any more would complain on its own death
            return language_pb2.RunResponse(bail=True) if gone else language_pb2.RunResponse(error=reason)
        return language_pb2.RunResponse()

    async def _run(self, request: Any, context: grpc.ServicerContext, places: Places) -> None:
        places.watch(asyncio.get_running_loop())
        _cancel_with(context)
        threads = min(max(request.parallel, 1) * 4, MOST_THREADS)
        asyncio.get_running_loop().set_default_executor(futures.ThreadPoolExecutor(max_workers=threads))
        pulumi.runtime.reset_options(
            project=request.project,
            stack=request.stack,
            organization=request.organization,
            root_directory=request.info.root_directory,
            monitor_address=request.monitor_address,
            engine_address=request.args[0] if request.args else "",
            parallel=request.parallel,
            preview=request.dryRun,
        )
        pulumi.runtime.set_all_config(dict(request.config), list(request.configSecretKeys))
        await pulumi.runtime.run_in_stack(self._execute)

    def _execute(self) -> None:
        runpy.run_path(str(self._program), run_name="__main__")


def _cancel_with(context: grpc.ServicerContext) -> None:
    """Cancel the running program when its call ends before it does: for a resource that was refused, the SDK would wait forever."""
    program, loop = asyncio.current_task(), asyncio.get_running_loop()

    def cancel() -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the program ended first, as it should
            loop.call_soon_threadsafe(cast(asyncio.Task[None], program).cancel)

    context.add_callback(cancel)
