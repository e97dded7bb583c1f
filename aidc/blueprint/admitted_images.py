"""How the stack file names images that may run: one image, or everything below a folder of a registry that is somebody's own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aidc.blueprint.errors import shown
from aidc.blueprint.spec import Rule, listed_twice

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::[0-9]+)?")
_PATH = re.compile(r"[a-z0-9][A-Za-z0-9._:@/-]*")


def admitted_image_rules(patterns: list[str] | None) -> Iterator[Rule]:
    """Yield patterns that name no registry, or let in images of anybody. A wildcard stands last (Binary Authorization documentation)."""
    yield from listed_twice("admitted_images", patterns or [])
    for index, pattern in enumerate(patterns or ()):
        host, _, path = pattern.partition("/")
        fixed = path.rstrip("*")
        if not _HOST.fullmatch(host) or not path or not _PATH.fullmatch(fixed or "all") or "//" in fixed or len(path) - len(fixed) > 2:
            how = "write registry/path/image:tag, or registry/path/** for all below"
            yield f"admitted_images[{index}]", f"{shown(pattern)} names no image: {how}"
        elif path != fixed and "/" not in fixed:
            yield f"admitted_images[{index}]", f"{shown(pattern)} lets in images of anybody with a place on {host}. Name a folder below it"
