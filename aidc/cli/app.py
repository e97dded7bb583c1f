"""The commands of `aidc` under one roof. Each lives in a file of its own and imports what it needs when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from aidc import __version__
from aidc.cli.check import check
from aidc.cli.comment import comment
from aidc.cli.cost import cost
from aidc.cli.explain import explain
from aidc.cli.machines import machines
from aidc.cli.new import new
from aidc.cli.plan import plan
from aidc.cli.pre_commit import pre_commit
from aidc.cli.prices import prices
from aidc.cli.rehearse import rehearse
from aidc.cli.resources import resources
from aidc.cli.schema import schema
from aidc.cli.terminal import write

BEFORE = "See before anything is created"
PROVE = "Prove it"
START = "Start and write"

app = typer.Typer(
    help="One YAML file for each environment becomes an AI data centre on Google Cloud. No cloud account, credentials or network needed.",
    epilog="Exit codes: 0 fine, 1 a gate says no, 2 bad input. To deploy: pulumi up -s STACK.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        write(f"aidc {__version__}\n")
        raise typer.Exit


@app.callback()
def _aidc(
    version: Annotated[bool, typer.Option("--version", help="Show the version.", callback=_version, is_eager=True)] = False,
) -> None:
    pass


for _command, _panel in (
    (plan, BEFORE),
    (check, BEFORE),
    (cost, BEFORE),
    (explain, BEFORE),
    (resources, BEFORE),
    (rehearse, PROVE),
    (comment, PROVE),
    (pre_commit, PROVE),
    (machines, START),
    (new, START),
    (schema, START),
):
    app.command(rich_help_panel=_panel)(_command)
app.add_typer(prices, name="prices", rich_help_panel=BEFORE)
