"""The real Pulumi engine, operation by operation, on the simulated cloud.

Owns which CLI command an operation is and what it came to. The program runs in this process (program.py), the CLI in one of its own
(command.py). Leaves out what a rehearsal consists of: scenarios.py. Nothing is printed: progress goes to a callback, an error is one line.
"""

from __future__ import annotations

import contextlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aidc.rehearsal.command import Outcome, Progress, run_cli
from aidc.rehearsal.events import UNCHANGED, advice_of, changes_of, operation_on, problems_of, touched_by
from aidc.rehearsal.program import served
from aidc.rehearsal.workspace import Workspace


class EngineError(Exception):
    """The engine could not do what has no meaning half-done: a document or a state that was asked for."""


@dataclass(frozen=True, slots=True)
class Step:
    """One operation: what the engine counted, how long it took, every problem in one line.

    `touched` names each resource that was or would be changed, as `operation type name`; `advice` is what policies said without stopping anything.
    """

    name: str
    operation: str
    changes: Mapping[str, int]
    seconds: float
    ok: bool
    message: str
    touched: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def changed(self) -> int:
        """The number of operations that change something."""
        return sum(count for kind, count in self.changes.items() if kind not in UNCHANGED)

    def to_json(self) -> dict[str, Any]:
        """Return the step of the JSON contract."""
        return {
            "name": self.name,
            "operation": self.operation,
            "changes": dict(self.changes),
            "seconds": round(self.seconds, 2),
            "ok": self.ok,
            "message": self.message,
        }


class Engine:
    """The CLI in one workspace. Stacks are created when they are first named."""

    def __init__(self, workspace: Workspace, progress: Progress | None = None) -> None:
        """Work in a prepared workspace; `progress` hears a line for each operation that begins and each resource that was touched."""
        self.workspace = workspace
        self._progress = progress

    def preview(self, name: str = "preview", *, stack: str = "", policy_packs: Sequence[Path] = ()) -> Step:
        """Say what an update would do."""
        return self._step(name, "preview", ["preview", *_packs(policy_packs)], stack)

    def preview_json(self, *, stack: str = "") -> dict[str, Any]:
        """Return the document of `pulumi preview --json`. Raises EngineError."""
        outcome = self._operate(["preview", "--json", "--show-sames"], stack)
        if outcome.code:
            raise EngineError("; ".join(self._problems(outcome)))
        return json.loads(outcome.output)

    def operation_on(self, urn: str, *, stack: str = "") -> str:
        """Return what an update would do to one resource ("same", "create", …); empty where the program does not declare it."""
        return operation_on(self._operate(["preview"], stack).events, urn)

    def up(self, name: str = "up", *, stack: str = "", policy_packs: Sequence[Path] = ()) -> Step:
        """Create and update."""
        return self._step(name, "up", ["up", "--yes", "--skip-preview", *_packs(policy_packs)], stack)

    def refresh(self, name: str = "refresh", *, stack: str = "") -> Step:
        """Read everything back from the cloud."""
        return self._step(name, "refresh", ["refresh", "--yes", "--skip-preview"], stack)

    def destroy(self, name: str = "destroy", *, stack: str = "") -> Step:
        """Delete everything that the state knows."""
        return self._step(name, "destroy", ["destroy", "--yes", "--skip-preview"], stack)

    def adopt(self, resources: Mapping[str, Any], name: str = "import", *, stack: str = "") -> Step:
        """Import what exists: `resources` is the content of an import file (`pulumi import --file`)."""
        file = self.workspace.directory / "import.json"
        file.write_text(json.dumps(resources, indent=1), encoding="utf-8")
        command = ["import", "--file", str(file), "--yes", "--skip-preview", "--generate-code=false", "--protect=false"]
        return self._step(name, "import", command, stack, with_program=False)

    def export(self, *, stack: str = "") -> dict[str, Any]:
        """Return the state: the deployment of `pulumi stack export`. Raises EngineError."""
        return json.loads(self._must(["stack", "export", "--stack", stack or self.workspace.stack]).output)["deployment"]

    def configure(self, path: str, value: str, *, stack: str = "") -> None:
        """Set one value of a stack's configuration, also inside an object (`aidc:blueprint.name`). Raises EngineError."""
        self._must(["config", "set", "--path", path, value, "--plaintext", "--stack", stack or self.workspace.stack])

    def release(self, *, stack: str = "") -> None:
        """Take the `protect` mark off every resource in the state. Raises EngineError."""
        self._must(["state", "unprotect", "--all", "--yes", "--stack", stack or self.workspace.stack])

    def forget(self, stack: str) -> None:
        """Remove a stack's state and leave in the cloud what it knew. Raises EngineError."""
        self._must(["stack", "rm", stack, "--force", "--yes", "--preserve-config"])

    def _step(self, name: str, operation: str, arguments: Sequence[str], stack: str, *, with_program: bool = True) -> Step:
        if self._progress:
            self._progress(f"{name} …")
        outcome = self._operate(arguments, stack, with_program=with_program, progress=self._progress if operation != "preview" else None)
        message = "; ".join(self._problems(outcome)) if outcome.code else ""
        touched = tuple(touched_by(outcome.events))
        advice = tuple(advice_of(outcome.events))
        return Step(name, operation, changes_of(outcome.events), outcome.seconds, outcome.code == 0, message, touched, advice)

    def _operate(self, arguments: Sequence[str], stack: str, *, with_program: bool = True, progress: Progress | None = None) -> Outcome:
        """Run an operation of the engine on a stack, creating the stack where it does not exist."""
        stack = stack or self.workspace.stack
        self._ensure(stack)
        with tempfile.TemporaryDirectory(dir=self.workspace.directory) as folder, contextlib.ExitStack() as open_things:
            log = Path(folder) / "events"
            words = [*arguments, "--stack", stack, "--event-log", str(log)]
            if with_program:
                words.append(f"--client={open_things.enter_context(served(self.workspace.project.program))}")
            return run_cli(self.workspace, words, log=log, progress=progress)

    def _ensure(self, stack: str) -> None:
        if not (self.workspace.directory / "state" / ".pulumi" / "stacks" / self.workspace.project.name / f"{stack}.json").exists():
            self._must(["stack", "init", stack])

    def _must(self, words: Sequence[str]) -> Outcome:
        """Run a command that has no meaning half-done. Raises EngineError."""
        outcome = run_cli(self.workspace, words)
        if outcome.code:
            raise EngineError("; ".join(self._problems(outcome)))
        return outcome

    def _problems(self, outcome: Outcome) -> list[str]:
        """Return why an operation failed: what the engine reported, else the last words of the CLI itself."""
        reported = problems_of(outcome.events, self.workspace.project.program.parent)
        return reported or [_last_words(outcome.error) or f"the CLI ended with exit code {outcome.code} and said nothing"]


def _last_words(text: str) -> str:
    """Return the last error that the CLI tells, on one line, however many it takes; without one its last line."""
    lines = [line for line in text.splitlines() if line.strip()]
    begins = max((number for number, line in enumerate(lines) if line.startswith("error: ")), default=len(lines) - 1)
    return " ".join(" ".join(lines[max(begins, 0) :]).removeprefix("error: ").split())


def _packs(policy_packs: Sequence[Path]) -> list[str]:
    return [word for pack in policy_packs for word in ("--policy-pack", str(pack))]
