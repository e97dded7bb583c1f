"""A project's program, served to the engine from this process.

Owns the one place that uses the SDK's language server of inline programs (a private name, held by a test). Serving in process imports the
provider SDK once for all operations of a rehearsal instead of once for each. Leaves out the CLI: aidc/rehearsal/engine.py.
"""

from __future__ import annotations

import contextlib
import io
import runpy
import sys
import sysconfig
import threading
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import TextIO

import grpc
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2_grpc

WORKERS = 4


@contextlib.contextmanager
def served(program: Path) -> Iterator[str]:
    """Serve the program in a directory (its __main__.py) and yield the address for the CLI's --client.

    While it lasts, the working directory is the program's, as under the CLI, and what the program prints goes nowhere: it runs in threads
    of the server, and only the caller's thread still reaches standard output.
    """
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=WORKERS))
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(LanguageServer(lambda: _run(program)), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with contextlib.chdir(program), contextlib.redirect_stdout(_OwnThreadOnly(sys.stdout)):
            yield f"127.0.0.1:{port}"
    finally:
        server.stop(grace=None).wait()
        _forget_modules_of(program)


class _OwnThreadOnly(io.TextIOBase):
    """A standard output for the thread that made it; what other threads write is dropped."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._owner = threading.get_ident()

    def write(self, text: str) -> int:
        return self._stream.write(text) if threading.get_ident() == self._owner else len(text)

    def flush(self) -> None:
        self._stream.flush()


def _run(program: Path) -> None:
    runpy.run_path(str(program), run_name="__main__")


def _forget_modules_of(program: Path) -> None:
    """Drop the project's own modules, so that the next run, perhaps of another project, imports what is on disk then.

    The library itself and everything installed stay, also where the virtual environment lies inside the project.
    """
    kept = (
        Path(__file__).resolve().parents[1],
        *(Path(path).resolve() for path in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}),
    )
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        path = Path(file).resolve() if file else None
        if path and path.is_relative_to(program) and not any(path.is_relative_to(folder) for folder in kept) and name != "__main__":
            del sys.modules[name]
