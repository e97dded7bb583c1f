"""The simulated cloud is held to what the real provider answered; the figures are those that the benchmark prints."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from aidc.rehearsal import facts


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    path = Path(__file__).parents[3] / "benchmarks" / "provider_agreement.py"
    specification = importlib.util.spec_from_file_location("provider_agreement", path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cases(benchmark):
    return benchmark.load(benchmark.CASES)


def test_check_accepts_and_refuses_as_the_real_provider_does(benchmark, cases):
    report = benchmark.check_agreement(cases)
    assert report.total.cases == 4704
    assert report.total.verdict >= 0.995, report.different
    assert report.total.paths >= 0.99, report.different


def test_the_only_cases_that_differ_use_properties_newer_than_the_provider_that_answered(benchmark, cases):
    newer = {"C01073", "C01124", "C09536", "C09611", "C09757", "C09787"}
    older_rule = {"C09969"}
    assert set(benchmark.check_agreement(cases).different) == newer | older_rule


def test_agreement_does_not_rest_on_facts_learned_from_the_cases(benchmark, cases):
    with benchmark.without_observed_facts():
        report = benchmark.check_agreement(cases)
    assert report.total.verdict >= 0.98
    assert report.total.paths >= 0.96


def test_leaving_facts_out_is_undone_afterwards(benchmark, cases):
    before = facts.by_type("refinements")["gcp:projects/service:Service"]
    with benchmark.without_observed_facts():
        assert facts.by_type("refinements")["gcp:projects/service:Service"] == ()
    assert facts.by_type("refinements")["gcp:projects/service:Service"] == before


def test_changes_replace_and_update_as_on_the_real_provider(benchmark, cases):
    counted = benchmark.replacement_agreement(cases, tabled_only=True)
    assert counted.total() > 500
    assert counted[True] / counted.total() >= 0.98


def test_previews_know_what_the_real_previews_know(benchmark, cases):
    counted = benchmark.preview_agreement(cases)
    assert counted.total() > 2000
    assert counted[True] / counted.total() >= 0.99


def test_four_thousand_checks_take_a_few_seconds(benchmark, cases):
    assert benchmark.check_agreement(cases).seconds < 10
