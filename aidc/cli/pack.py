"""The policy pack of the project at hand, loaded by its path: the nearest `policies/` folder, else the one that the library carries."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from aidc.cli.errors import Refused

PACKAGE = Path(__file__).resolve().parent.parent
CARRIED = (PACKAGE.parent, PACKAGE / "project")
"""Where the library's own project part lies: in a checkout beside it, in a wheel inside it."""


def load_pack(project: Path | None) -> ModuleType:
    """Return the module `policies.document` of a project, or of the library where there is no project. Raises Refused."""
    for folder in ([project] if project else []) + list(CARRIED):
        if (folder / "policies" / "document.py").is_file():
            return _import_from(folder)
    raise Refused(("", "no policy pack was found: a folder policies with a document.py is needed in the project"))


def _import_from(folder: Path) -> ModuleType:
    """Import the pack of a folder; one that was loaded from elsewhere in this process is put aside."""
    loaded = sys.modules.get("policies")
    if loaded is not None and Path(str(loaded.__file__)).resolve().parent != (folder / "policies").resolve():
        for name in [name for name in sys.modules if name.split(".")[0] == "policies"]:
            del sys.modules[name]
    sys.path.insert(0, str(folder))
    try:
        return import_module("policies.document")
    except Exception as error:
        raise Refused((str(folder / "policies"), f"the policy pack cannot be loaded: {type(error).__name__}: {error}")) from None
    finally:
        sys.path.remove(str(folder))
