"""`aidc check`: is it allowed? Judges a stack, or any record of a Pulumi program for Google Cloud, by the policies. Exit code 1 when a rule blocks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from aidc.cli.check_settings import following, settings_in_file, settings_of_stack
from aidc.cli.errors import Refused, answers
from aidc.cli.pack import load_pack
from aidc.cli.schema import Out, save
from aidc.cli.stack import AsJson, Inventory, OptionalStack, ProjectFolder, find_project, project_in, record, stack_file
from aidc.cli.terminal import show, write, write_json
from aidc.cli.today import today
from aidc.did_you_mean import did_you_mean
from aidc.inventory.errors import InventoryError

BLOCKED = 1

Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="Sets, levels, configuration, waivers, or a stack file with them, in place of the stack's.",
        show_default=False,
    ),
]
Base = Annotated[
    Path | None,
    typer.Option("--base", metavar="FILE", help="A record, or a judgement saved with --json: what is new comes first.", show_default=False),
]
Language = Annotated[str, typer.Option("--lang", metavar="en|zh", help="Language of titles and fixes.")]
Explain = Annotated[str | None, typer.Option("--explain", metavar="RULE", help="Everything about one rule.", show_default=False)]
Rules = Annotated[bool, typer.Option("--rules", help="Instead of a judgement: every rule of the pack, in Markdown.")]
Sarif = Annotated[bool, typer.Option("--sarif", help="SARIF 2.1.0 for code scanning.")]
Junit = Annotated[bool, typer.Option("--junit", help="JUnit XML for build servers.")]
Markdown = Annotated[bool, typer.Option("--markdown", help="A comment for a pull request.")]


@answers
def check(
    stack: OptionalStack = None,
    inventory: Inventory = None,
    config: Config = None,
    base: Base = None,
    lang: Language = "en",
    explain: Explain = None,
    sarif: Sarif = False,
    junit: Junit = False,
    markdown: Markdown = False,
    json: AsJson = False,
    rules: Rules = False,
    out: Out = None,
    project: ProjectFolder = None,
) -> None:
    """Say whether it is allowed: every finding with its reason and its fix."""
    if lang not in ("en", "zh"):
        raise Refused(("", f"--lang {lang}: titles and fixes are in en and zh"))
    if rules:
        _reference(project, out)
        return
    if explain is not None:
        _explain(explain, lang, project, as_json=json)
        return
    if stack is None and inventory is None:
        raise Refused(("", "give the name of a stack, --inventory FILE, or both: then the file is judged under the stack's settings"))
    if sum((sarif, junit, markdown, json)) > 1:
        raise Refused(("", "give one of --json, --sarif, --junit and --markdown"))
    name, resources, settings = _asked(stack, inventory, project)
    if config is not None:
        settings = settings_in_file(config)
    document = judged(resources, settings, lang, project)
    if base is not None:
        from aidc.report.check.base import with_news

        document = with_news(document, _base(base, settings, lang, project))
    _print(name, document, sarif=sarif, junit=junit, markdown=markdown, as_json=json, place=_place(stack, inventory))
    if document["blocked"]:
        raise typer.Exit(BLOCKED)


def judged_stack(stack: str, project: Path) -> dict[str, Any]:
    """Return the judgement of a stack under its own settings."""
    _, resources, settings = _asked(stack, None, project)
    return judged(resources, settings, "en", project)


def _asked(stack: str | None, inventory: Path | None, project: Path | None) -> tuple[str, list[Any], Mapping[str, Any]]:
    """Return name, resources and settings: of a stack, of a file without any, or of a file under a stack's settings."""
    from aidc.inventory.read import read

    if stack is None:
        assert inventory is not None
        return inventory.name, read(inventory), {}
    found = project_in(project)
    stack_file(found, stack)
    settings = settings_of_stack(found, stack)
    return stack, read(inventory) if inventory else list(record(found, stack).resources), settings


def judged(resources: list[Any], settings: Mapping[str, Any], lang: str, project: Path | None) -> dict[str, Any]:
    """Return the judgement of resources under settings, by the pack of a project. Raises Refused for settings that cannot be followed."""
    pack = load_pack(_project_folder(project))
    with following():
        return pack.check([resource.to_json() for resource in resources], settings, today(), lang)


def _base(path: Path, settings: Mapping[str, Any], lang: str, project: Path | None) -> dict[str, Any]:
    """Return the judgement to compare with: one saved before, or that of a record under the same settings."""
    from json import loads

    from aidc.inventory.read import read

    try:
        document = loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        document = None
    if isinstance(document, dict) and isinstance(document.get("findings"), list):
        return document
    return judged(read(path), {key: value for key, value in settings.items() if key != "waivers"}, lang, project)


def _project_folder(project: Path | None) -> Path | None:
    """Return the project whose pack judges, or None outside of any."""
    try:
        return project_in(project).directory if project else find_project(Path.cwd()).directory
    except InventoryError:
        return None


def _place(stack: str | None, inventory: Path | None) -> str:
    return f"stacks/Pulumi.{stack}.yaml" if stack else str(inventory)


def _reference(project: Path | None, out: Path | None) -> None:
    from aidc.report.check.reference import policies_reference

    text = policies_reference(load_pack(_project_folder(project)).reference())
    if out is None:
        write(text)
    else:
        save(text, out, f"Wrote {out}.")


def _explain(rule: str, lang: str, project: Path | None, *, as_json: bool) -> None:
    from aidc.report.check.rule_page import rule_page

    pack = load_pack(_project_folder(project))
    try:
        found = pack.explain(rule, lang)
    except KeyError:
        raise Refused(("", f"--explain {rule}: there is no such rule.{did_you_mean(rule, pack.rule_ids())}")) from None
    if as_json:
        write_json(found)
    else:
        show(rule_page(found))


def _print(name: str, document: dict[str, Any], *, sarif: bool, junit: bool, markdown: bool, as_json: bool, place: str) -> None:
    if as_json:
        write_json(document)
    elif sarif:
        from aidc.report.check.sarif import sarif as as_sarif

        write_json(as_sarif(document, place))
    elif junit:
        from aidc.report.check.junit import junit as as_junit

        write(as_junit(document, name))
    elif markdown:
        from aidc.report.check.markdown import check_markdown

        write(check_markdown(name, document))
    else:
        from aidc.report.check.page import check_page

        show(check_page(name, document))
