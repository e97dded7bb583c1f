"""What a rehearsal of a stack under the real engine consists of, and what it must come to.

Owns the life of a stack on the simulated cloud: preview, up, a second up and a refresh that change nothing, adoption by another stack, drift, guards
that hold, destroy; and the comparison of the engine's state with the cloud's books. Leaves out how an operation is run (engine.py) and what
the cloud answers (cloud.py). No faults are injected here.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from aidc.blueprint import BlueprintError, load_stack_file
from aidc.blueprint.load import BLUEPRINT_KEY
from aidc.inventory.project import Project, find_project
from aidc.rehearsal.adoption import candidate, import_file, urn_in
from aidc.rehearsal.cloud import Cloud
from aidc.rehearsal.command import Progress
from aidc.rehearsal.drift import delete_by_hand, label_by_hand
from aidc.rehearsal.engine import Engine, EngineError, Step
from aidc.rehearsal.events import UNCHANGED, short
from aidc.rehearsal.existing import stand_existing
from aidc.rehearsal.toolchain import Toolchain
from aidc.rehearsal.workspace import Workspace, prepare

ByHand = Callable[[Cloud, Sequence[Mapping[str, Any]]], str]
BACKEND = "file"
GUARD = f"{BLUEPRINT_KEY}.deletion_guard"
"""Where a blueprint says whether clusters, keys and stores are guarded against deletion."""
SHOWN = 5
"""How many resources a message names."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One thing that must hold, whether it did, and where not, why."""

    name: str
    ok: bool
    message: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the scenario of the JSON contract."""
        return {"name": self.name, "ok": self.ok, "message": self.message}


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """Everything that one rehearsal did and found.

    `left_over` is what destroy left in the cloud although it could be deleted, by URN where the state had one, else as `type id`.
    """

    stack: str
    pulumi_version: str
    steps: tuple[Step, ...]
    scenarios: tuple[Scenario, ...]
    left_over: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything held that was tried."""
        return all(scenario.ok for scenario in self.scenarios)

    def to_json(self) -> dict[str, Any]:
        """Return the document of `aidc rehearse --json`."""
        return {
            "stack": self.stack,
            "engine": {"pulumi": self.pulumi_version, "backend": BACKEND},
            "steps": [step.to_json() for step in self.steps],
            "scenarios": [scenario.to_json() for scenario in self.scenarios],
            "faults": {"injected": 0, "survived": 0, "converged": 0},
            "left_over": list(self.left_over),
            "ok": self.ok,
        }


def lifecycle(
    project: Path, stack: str, engine: Toolchain, *, progress: Progress | None = None, directory: Path | None = None
) -> Rehearsal:
    """Rehearse the whole life of a stack, starting from an empty cloud and an empty state.

    It works in `.rehearsal/<stack>` of the project, or in `directory`. `progress` hears a line for each operation and each resource.
    Raises InventoryError where the project or the stack cannot be read.
    """
    found = find_project(project)
    place = directory or found.directory / ".rehearsal" / stack
    for rest in (place / name for name in ("state", "home", "books.json")):
        shutil.rmtree(rest) if rest.is_dir() else rest.unlink(missing_ok=True)
    workspace = prepare(found, stack, place, engine)
    _stand_existing(found, stack, workspace)
    life = _Life(workspace, progress)
    try:
        life.live()
    except EngineError as error:
        life.judge("the engine answers", str(error))
    return Rehearsal(stack, engine.version, tuple(life.steps), tuple(life.scenarios), tuple(life.left_over))


def _stand_existing(project: Project, stack: str, workspace: Workspace) -> None:
    """Let the cloud hold what the blueprint calls existing. A blueprint that cannot be planned is told by the preview."""
    if f"{project.name}:{BLUEPRINT_KEY}" not in project.config:
        return
    with contextlib.suppress(BlueprintError):
        stand_existing(Cloud(workspace.books), load_stack_file(project.stack_file(stack)).plan)


class _Life:
    """A lifecycle under way: what was done so far, and what was found."""

    def __init__(self, workspace: Workspace, progress: Progress | None) -> None:
        self.steps: list[Step] = []
        self.scenarios: list[Scenario] = []
        self.left_over: list[str] = []
        self._workspace = workspace
        self._progress = progress
        self._engine = Engine(workspace, progress)

    def live(self) -> None:
        """Go through the scenarios in order; without a preview and a first update there is nothing else to try."""
        if not (self._holds("preview succeeds", self._engine.preview()) and self._holds("the first update succeeds", self._engine.up())):
            return
        self._holds("a second update changes nothing", _changing_nothing(self._engine.up("second up")))
        self._holds("refresh finds nothing changed", _changing_nothing(self._engine.refresh()))
        resources = self._engine.export().get("resources", [])
        self.judge("state and cloud agree", _disagreement(self._books(), resources))
        self._adopt(resources)
        self._drift("deletion by hand", delete_by_hand, {"delete": 1}, {"create": 1})
        self._drift("change by hand", label_by_hand, {"update": 1}, {"update": 1})
        self._try_guards(resources)
        self._destroy(resources)

    def judge(self, name: str, problem: str) -> bool:
        """Note a scenario; it holds where there is no problem."""
        self.scenarios.append(Scenario(name, not problem, problem))
        return not problem

    def _holds(self, name: str, step: Step) -> bool:
        self.steps.append(step)
        return self.judge(name, "" if step.ok else step.message)

    def _books(self) -> Mapping[str, Mapping[str, Any]]:
        return Cloud(self._workspace.books).everything()

    def _adopt(self, resources: Sequence[Mapping[str, Any]]) -> None:
        """Import one resource into an empty stack: the program must then find it as it wants it."""
        resource = candidate(resources)
        if resource is None:
            return
        other = f"{self._workspace.stack}-adopts"
        self._workspace.add_stack(other)
        step = self._engine.adopt(import_file(resource, resources), stack=other)
        if self._holds("another stack adopts what exists", step):
            planned = self._engine.operation_on(urn_in(other, resource["urn"]), stack=other)
            problem = "" if planned == "same" else f"{resource['urn']} was imported, and an update would still {planned or 'not know'} it"
            self.judge("what was adopted needs no change", problem)
        self._engine.forget(other)

    def _drift(self, what: str, by_hand: ByHand, found: Mapping[str, int], mended: Mapping[str, int]) -> None:
        """Change the cloud behind the engine's back: refresh must find exactly that, the next update mend exactly that."""
        urn = by_hand(Cloud(self._workspace.books), self._engine.export().get("resources", []))
        if not urn:
            return
        refreshed, mending = self._engine.refresh(f"refresh after a {what}"), self._engine.up(f"up after a {what}")
        self.steps += [refreshed, mending]
        problem = refreshed.message or mending.message or _unlike("refresh", refreshed, found, urn) or _unlike("up", mending, mended, urn)
        problem = problem or _disagreement(self._books(), self._engine.export().get("resources", []))
        self.judge(f"a {what} is found by refresh and mended by up", problem)

    def _try_guards(self, resources: Sequence[Mapping[str, Any]]) -> None:
        """Where resources are guarded, destroy must be refused and leave them alone; then lower the guards.

        The engine deletes what is not guarded before it refuses the rest. So lowering the guards is also a repair, where a blueprint says how.
        """
        guarded = {_key(item) for item in resources if _is_of_the_cloud(item) and _is_guarded(item)}
        if not guarded:
            return
        step = self._engine.destroy("destroy while guarded")
        lost = sorted(guarded - self._books().keys())
        problem = "nothing was refused" if step.ok else f"{_some(lost)} went all the same" if lost else ""
        self.steps.append(replace(step, ok=not problem, message=problem or f"refused, as it must be: {step.message}"))
        self.judge("guarded resources cannot be destroyed", problem)
        project = self._workspace.project
        if f"{project.name}:{BLUEPRINT_KEY}" not in project.config:
            self._engine.release()
            return
        self._engine.configure(f"{project.name}:{GUARD}", "false")
        if self._holds("a half-destroyed stack comes up again", self._engine.up("up with guards lowered")):
            self.judge("state and cloud agree after the repair", _disagreement(self._books(), self._engine.export().get("resources", [])))

    def _destroy(self, resources: Sequence[Mapping[str, Any]]) -> None:
        self._holds("destroy succeeds", self._engine.destroy())
        rest = self._engine.export().get("resources", [])
        self.judge("destroy leaves an empty state", f"the state still holds {_some(item['urn'] for item in rest)}" if rest else "")
        urns = {_key(item): item["urn"] for item in resources if _is_of_the_cloud(item)}
        left = self._books()
        self.left_over = sorted(urns.get(key, key) for key in left)
        self.judge("destroy leaves nothing that could be deleted", f"the cloud still holds {_some(sorted(left))}" if left else "")


def _changing_nothing(step: Step) -> Step:
    """Return a step that fails where anything changed."""
    if step.ok and step.changed:
        return replace(step, ok=False, message=f"changes where none is due: {_some(step.touched)}")
    return step


def _unlike(operation: str, step: Step, expected: Mapping[str, int], urn: str) -> str:
    """Say how an operation differs from what a change to one resource should make it do; empty where it does not."""
    changes = {kind: count for kind, count in step.changes.items() if kind not in UNCHANGED}
    return "" if changes == expected else f"{short(urn)} was touched by hand, and {operation} came to {changes} instead of {dict(expected)}"


def _disagreement(books: Mapping[str, Mapping[str, Any]], resources: Sequence[Mapping[str, Any]]) -> str:
    """Say what the state knows and the cloud does not, and the reverse; empty where they agree."""
    known = {_key(item) for item in resources if _is_of_the_cloud(item)}
    lost, doubled = sorted(known - books.keys()), sorted(books.keys() - known)
    said = [f"only the state knows {_some(lost)}"] if lost else []
    return "; ".join(said + ([f"only the cloud knows {_some(doubled)}"] if doubled else []))


def _is_of_the_cloud(item: Mapping[str, Any]) -> bool:
    """Say whether an entry of a state is a resource that exists in the cloud, not a component or a provider."""
    return bool(item.get("custom") and item.get("id")) and not item["type"].startswith("pulumi:")


def _is_guarded(item: Mapping[str, Any]) -> bool:
    """Say whether the engine (`protect`) or the provider (`deletionProtection`) refuses to delete a resource."""
    return bool(item.get("protect")) or item.get("inputs", {}).get("deletionProtection") is True


def _key(item: Mapping[str, Any]) -> str:
    """Return the name that a resource of a state has in the cloud's books."""
    return f"{item['type']} {item['id']}"


def _some(names: Iterable[str]) -> str:
    """Return the first few names and how many more there are."""
    every = list(names)
    more = f" and {len(every) - SHOWN} more" if len(every) > SHOWN else ""
    return ", ".join(every[:SHOWN]) + more
