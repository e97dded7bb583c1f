"""The process that the engine starts: it serves the pack on a port of its own, says which, and ends with the engine."""

from __future__ import annotations

import signal
import sys
import threading
from concurrent import futures
from datetime import date

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies.analyzer import Analyzer

MESSAGE_LIMIT_BYTES = 400 * 1024 * 1024
"""The engine's own limit for one message."""
WORKERS = 4


def serve() -> None:
    """Serve until the process is ended. Prints the port, which the engine waits for, and nothing else."""
    limits = [("grpc.max_receive_message_length", MESSAGE_LIMIT_BYTES), ("grpc.max_send_message_length", MESSAGE_LIMIT_BYTES)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=WORKERS), options=limits)
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(Analyzer(date.today()), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    # A terminal's Ctrl-C reaches the whole process group; the engine ends its plugins itself, after their last answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Event().wait()
