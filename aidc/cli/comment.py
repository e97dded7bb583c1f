"""`aidc comment`: one comment on a pull request or merge request, made once and updated ever after. The only command that talks to a server.

The comment is found by its first line, the hidden mark that `--markdown` writes. Token and place come from the environment that GitHub Actions and
GitLab CI set; the token is never printed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.terminal import tell

File = Annotated[Path, typer.Argument(metavar="FILE", help="Markdown as --markdown writes it; - for standard input.")]
Number = Annotated[
    str | None, typer.Option("--number", metavar="N", help="Pull or merge request; from the environment by default.", show_default=False)
]


@answers
def comment(file: File, number: Number = None) -> None:
    """Write or update the comment of a pull request."""
    from aidc.cli.comment_places import PlaceError, place_of

    text = _text(file)
    mark = text.partition("\n")[0]
    if not (mark.startswith("<!-- aidc ") and mark.endswith(" -->")):
        raise Refused((str(file), "its first line is no mark by which a later run finds the comment; write it with --markdown"))
    try:
        place = place_of(os.environ, number)
        done = place.put(mark, text)
    except PlaceError as error:
        raise Refused(("", str(error))) from None
    tell(f"{done} {place.name}")


def _text(file: Path) -> str:
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise Refused((str(file), f"cannot be read: {error}")) from None
