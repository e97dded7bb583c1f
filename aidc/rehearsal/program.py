"""A project's program, served to the engine from this process.

Owns the one place that uses the SDK's language server of inline programs (a private name, held by a test). Serving in process imports the
provider SDK once for all operations of a rehearsal instead of once for each. Leaves out the CLI (command.py) and what a program gets to see
of our process (aidc.inventory.isolation).
"""

from __future__ import annotations

import contextlib
import runpy
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path

import grpc
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2_grpc

from aidc.inventory.isolation import program_surroundings, quiet_asyncio, rare_garbage_collection

WORKERS = 4


@contextlib.contextmanager
def served(program: Path) -> Iterator[str]:
    """Serve a program (the path of its file) and yield the address for the CLI's --client. What it prints goes to standard error."""
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=WORKERS))

    def run() -> None:
        runpy.run_path(str(program), run_name="__main__")

    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageServer(run), server)
    port = server.add_insecure_port("127.0.0.1:0")
    with program_surroundings(program), quiet_asyncio(), rare_garbage_collection():
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(grace=None).wait()
