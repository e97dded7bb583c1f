"""Fixtures for all tests: `declare` runs a little program offline and hands out the resources that it asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import settings

from aidc.inventory.recording import Recording
from aidc.inventory.resource import Resource


def pytest_configure(config: pytest.Config) -> None:
    """Let the provider's SDK warn of its own old names while it is imported: every other warning stays an error. Make hypothesis repeatable."""
    settings.register_profile(
        "aidc", deadline=None, derandomize=True
    )  # a busy machine fails no test, and every run tries the same examples
    settings.load_profile("aidc")
    config.addinivalue_line("filterwarnings", r"ignore:gcp\..* has been deprecated in favor of gcp\.:DeprecationWarning")


@dataclass(frozen=True)
class Declared:
    """The record of a program, with questions that tests ask."""

    recording: Recording

    @property
    def resources(self) -> tuple[Resource, ...]:
        """Every resource, sorted by URN."""
        return self.recording.resources

    @property
    def outputs(self) -> Any:
        """The outputs of the stack."""
        return self.recording.outputs

    def all(self, type: str) -> list[Resource]:  # noqa: A002 - Pulumi's own word
        """Return the resources of a type, sorted by URN."""
        return [resource for resource in self.resources if resource.type == type]

    def only(self, type: str) -> Resource:  # noqa: A002 - Pulumi's own word
        """Return the one resource of a type; any other number fails the test."""
        found = self.all(type)
        assert len(found) == 1, f"{len(found)} resources of type {type}; declared are {sorted({one.type for one in self.resources})}"
        return found[0]

    def named(self, name: str) -> Resource:
        """Return the one resource with a name; any other number fails the test."""
        found = [resource for resource in self.resources if resource.name == name]
        assert len(found) == 1, f"{len(found)} resources named {name}; declared are {[one.name for one in self.resources]}"
        return found[0]


@pytest.fixture(scope="session")
def declare() -> Callable[..., Declared]:
    """Return a function that records a zero-argument program: `declare(lambda: TpuSlice(plan, …)).only(NODE_POOL).inputs["nodeCount"]`.

    Keywords are those of `record_program`: project, stack, config, secret_keys, preview, simulation.
    """

    def run(program: Callable[[], Any], **keywords: Any) -> Declared:
        from aidc.inventory.record import record_program  # here: tests that declare nothing need not import Pulumi

        return Declared(record_program(program, **keywords))

    return run
