"""`aidc schema`: the JSON Schema of a stack file, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aidc.cli.errors import Refused, answers
from aidc.cli.terminal import tell, write

Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write it to a file instead.", show_default=False)]


Markdown = Annotated[bool, typer.Option("--markdown", help="The same as a reference for people, in Markdown.")]


@answers
def schema(out: Out = None, markdown: Markdown = False) -> None:
    """Print the JSON Schema of a stack file, for editors."""
    text = _reference() if markdown else _schema()
    if out is None:
        write(text)
    else:
        told = "." if markdown else f". First line of a stack file that uses it: # yaml-language-server: $schema={out}"
        save(text, out, f"Wrote {out}{told}")


def save(text: str, out: Path, told: str) -> None:
    """Write a text to a file and tell so. Raises Refused when it cannot be written."""
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Refused(("", f"--out {out}: cannot be written: {error.strerror}")) from None
    tell(told)


def _schema() -> str:
    import json

    from aidc.report.stack_schema import stack_schema

    return json.dumps(stack_schema(), indent=2) + "\n"


def _reference() -> str:
    from aidc.report.stack_reference import stack_reference

    return stack_reference()
