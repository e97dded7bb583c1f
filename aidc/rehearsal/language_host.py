"""A small Python language host: what `pulumi` starts when a user types preview, up or destroy in a terminal.

    python -m aidc.rehearsal.language_host [--exec-script FILE] [flags] ENGINE_ADDRESS

Owns the language-runtime protocol as far as the CLI uses it to run programs and policy packs. Leaves out code generation, packaged plugins
and the installation of dependencies: a Pulumi installation has a host of its own for those, and then this one is not used. Source: pulumi's
language.proto and the calls that the CLI 3.259 makes, 2026-11.
"""

# ruff: noqa: ARG002 - the protocol fixes each method's parameters

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent import futures
from pathlib import Path
from queue import SimpleQueue
from typing import IO, TYPE_CHECKING, Any

import grpc
from google.protobuf.empty_pb2 import Empty

from aidc.rehearsal.protocol import load_protocol

if TYPE_CHECKING:
    from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2
else:
    language_pb2, language_pb2_grpc, plugin_pb2 = load_protocol("language_pb2", "language_pb2_grpc", "plugin_pb2")

EXEC_SCRIPT = "pulumi-language-python-exec"
ERROR_WAS_SHOWN = 32
"""The exec script's exit code after it has shown the error itself."""
PARENT_POLL_SECONDS = 1.0
WORKERS = 8


class LanguageHost(language_pb2_grpc.LanguageRuntimeServicer):
    """Runs programs and policy packs as children, which never outlive the call that asked for them."""

    def __init__(self, exec_script: Path | None, engine_address: str, stop: Callable[[], None]) -> None:
        """Run programs through the SDK's exec script; `stop` ends the host."""
        self._exec_script = exec_script
        self._engine_address = engine_address
        self._stop = stop
        self._children: set[subprocess.Popen[bytes]] = set()

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> language_pb2.LanguageHandshakeResponse:
        """Take the engine's address from an engine that says it here."""
        self._engine_address = request.engine_address or self._engine_address
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> plugin_pb2.PluginInfo:
        """Report no version: the host belongs to the project, not to a release of Pulumi."""
        return plugin_pb2.PluginInfo()

    def About(self, request: Any, context: grpc.ServicerContext) -> language_pb2.AboutResponse:
        """Say which Python runs programs."""
        return language_pb2.AboutResponse(executable=sys.executable, version=platform.python_version())

    def GetRequiredPackages(self, request: Any, context: grpc.ServicerContext) -> language_pb2.GetRequiredPackagesResponse:
        """Require nothing: the rehearsal's Pulumi.yaml names its plugins by path."""
        return language_pb2.GetRequiredPackagesResponse()

    def GetRequiredPlugins(self, request: Any, context: grpc.ServicerContext) -> language_pb2.GetRequiredPluginsResponse:
        """Require nothing, as GetRequiredPackages."""
        return language_pb2.GetRequiredPluginsResponse()

    def InstallDependencies(self, request: Any, context: grpc.ServicerContext) -> Iterator[language_pb2.InstallDependenciesResponse]:
        """Install nothing, and say who does."""
        yield language_pb2.InstallDependenciesResponse(
            stdout=b"The project's Makefile installs dependencies; there is nothing to do here.\n"
        )

    def Run(self, request: Any, context: grpc.ServicerContext) -> language_pb2.RunResponse:
        """Run a program and wait for it."""
        if self._exec_script is None:
            return language_pb2.RunResponse(
                error=f"This Pulumi CLI came without {EXEC_SCRIPT}: run `make tools`, or install Pulumi as a whole."
            )
        environment = {
            **os.environ,
            "PULUMI_CONFIG": json.dumps(dict(request.config)),
            "PULUMI_CONFIG_SECRET_KEYS": json.dumps(list(request.configSecretKeys)),
        }
        command = self._program(request, self._exec_script)
        child = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, start_new_session=True)
        with self._kept(child, context):
            code = child.wait()
        if code == 0:
            return language_pb2.RunResponse()
        if code == ERROR_WAS_SHOWN:
            return language_pb2.RunResponse(bail=True)
        return language_pb2.RunResponse(error=f"the program ended with exit code {code}")

    def RunPlugin(self, request: Any, context: grpc.ServicerContext) -> Iterator[language_pb2.RunPluginResponse]:
        """Run a policy pack and pass on what it says."""
        if request.kind != "analyzer":
            context.abort(
                grpc.StatusCode.UNIMPLEMENTED, f"This language host runs policy packs (analyzer), not plugins of kind {request.kind}."
            )
        pack = request.info.program_directory
        command = [_python(request.info), "-u", "-m", "pulumi.policy", *request.args[:1], pack]
        environment = dict(item.split("=", 1) for item in request.env) or dict(os.environ)
        pipe = subprocess.PIPE
        child = subprocess.Popen(command, cwd=request.pwd, env=environment, stdout=pipe, stderr=pipe, start_new_session=True)
        with self._kept(child, context):
            for name, text in _spoken(child):
                yield language_pb2.RunPluginResponse(stdout=text) if name == "stdout" else language_pb2.RunPluginResponse(stderr=text)
            yield language_pb2.RunPluginResponse(exitcode=child.wait())

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Empty:
        """End the children and the host."""
        self.kill_children()
        self._stop()
        return Empty()

    def kill_children(self) -> None:
        """End every child and whatever it started."""
        for child in list(self._children):
            _kill(child)

    @contextlib.contextmanager
    def _kept(self, child: subprocess.Popen[bytes], context: grpc.ServicerContext) -> Iterator[None]:
        """Keep a child for the length of a call: the call's end, however it comes, is the child's end."""
        self._children.add(child)
        if not context.add_callback(lambda: _kill(child)):
            _kill(child)  # the call had ended before the child could be tied to it
        try:
            yield
        finally:
            _kill(child)
            self._children.discard(child)

    def _program(self, request: Any, exec_script: Path) -> Sequence[str]:
        """Return the command line that runs a program under the exec script."""
        options = {
            "--project": request.project,
            "--stack": request.stack,
            "--monitor": request.monitor_address,
            "--engine": self._engine_address,
            "--parallel": str(request.parallel),
            "--dry_run": str(request.dryRun).lower(),
            "--pwd": request.pwd,
            "--organization": request.organization,
            "--root_directory": request.info.root_directory,
        }
        flags = [word for name, value in options.items() if value for word in (name, value)]
        program = os.path.join(request.info.program_directory, request.info.entry_point)
        return [_python(request.info), "-u", str(exec_script), *flags, program, *request.args]


def _python(info: Any) -> str:
    """Return the interpreter of the virtual environment that the project or pack names, else the one that runs this host."""
    options: Mapping[str, Any] = info.options.fields
    named = options["virtualenv"].string_value if "virtualenv" in options else ""
    return str(Path(info.root_directory, named, "bin", "python")) if named else sys.executable


def _spoken(child: subprocess.Popen[bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield what a child writes, line by line, from both of its streams, until both are closed."""
    queue: SimpleQueue[tuple[str, bytes]] = SimpleQueue()

    def read(name: str, stream: IO[bytes]) -> None:
        for line in stream:
            queue.put((name, line))
        queue.put((name, b""))

    streams = [(name, stream) for name, stream in (("stdout", child.stdout), ("stderr", child.stderr)) if stream is not None]
    for name, stream in streams:
        threading.Thread(target=read, args=(name, stream), daemon=True).start()
    still_open = len(streams)
    while still_open:
        name, line = queue.get()
        if line:
            yield name, line
        else:
            still_open -= 1


def _kill(child: subprocess.Popen[bytes]) -> None:
    """End a child that still runs, with its process group: it leads a session of its own."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)


def serve(exec_script: Path | None, engine_address: str) -> None:
    """Serve until the engine cancels or is gone. Prints the port first."""
    # A terminal's Ctrl-C reaches the whole process group; the engine says Cancel when it is done with its plugins.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ended = threading.Event()
    host = LanguageHost(exec_script, engine_address, ended.set)
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=WORKERS))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(host, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    parent = os.getppid()
    while not ended.wait(PARENT_POLL_SECONDS) and os.getppid() == parent:
        pass
    host.kill_children()
    server.stop(grace=1.0).wait()


def main() -> None:
    """Read the command line and serve. The engine's own flags (logging, tracing) change nothing here."""
    parser = argparse.ArgumentParser(prog="python -m aidc.rehearsal.language_host", description="Run Python programs for the Pulumi CLI.")
    parser.add_argument("--exec-script", type=Path, help="the SDK's pulumi-language-python-exec; without it no programs are run")
    arguments, rest = parser.parse_known_args()
    serve(arguments.exec_script, next((word for word in reversed(rest) if not word.startswith("-")), ""))


if __name__ == "__main__":
    main()
