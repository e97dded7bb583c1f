"""The engine's protocol buffers, imported without the SDK around them.

`pulumi.runtime.proto` needs gRPC and protobuf alone, but importing it runs `pulumi/__init__`, which loads the whole SDK: more than half of a
plugin's start. Owns that one short cut. In a process that has the SDK already it is an ordinary import; a later import of the SDK starts afresh.
"""

from __future__ import annotations

import importlib
import sys
from importlib.machinery import PathFinder
from types import ModuleType

PACKAGES = ("pulumi", "pulumi.runtime")
"""The packages on the way whose own code is left out."""


def load_protocol(*names: str) -> tuple[ModuleType, ...]:
    """Return modules of pulumi.runtime.proto, such as `provider_pb2`."""
    if "pulumi" in sys.modules:
        return tuple(importlib.import_module(f"pulumi.runtime.proto.{name}") for name in names)
    try:
        for package in PACKAGES:
            sys.modules[package] = _empty(package)
        return tuple(importlib.import_module(f"pulumi.runtime.proto.{name}") for name in names)
    finally:
        for name in [name for name in sys.modules if name.partition(".")[0] == "pulumi"]:
            del sys.modules[name]


def _empty(package: str) -> ModuleType:
    """Return a package of the right place and no content."""
    parent = sys.modules.get(package.rpartition(".")[0])
    found = PathFinder.find_spec(package, parent.__path__ if parent else None)
    module = ModuleType(package)
    module.__path__ = list(found.submodule_search_locations or ()) if found else []
    return module
