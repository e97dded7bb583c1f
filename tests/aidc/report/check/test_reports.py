"""Reports of a judgement: page, comment, SARIF, JUnit; each deaf to what names try, none loses a finding."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from rich.console import Console

from aidc.report.check.base import with_news
from aidc.report.check.junit import junit
from aidc.report.check.markdown import check_markdown, marker
from aidc.report.check.page import check_page
from aidc.report.check.sarif import fingerprint, sarif

HOSTILE = "a|b\n::error::x \033[31m<script>`@team`"


def printed(page) -> str:
    console = Console(width=160, color_system=None, force_terminal=False)
    with console.capture() as captured:
        console.print(page)
    return captured.get()


def test_the_page_says_first_whether_the_gate_says_no(document):
    assert printed(check_page("dev", document)).splitlines()[0] == "dev · 1 finding of mandatory rules; 12 rules on 5 resources"


def test_the_page_sorts_findings_by_what_they_mean(document):
    text = printed(check_page("dev", document))
    for heading in ("blocks (1)", "advised (1)", "not known yet: judged again when the value is (1)", "let through (1)"):
        assert heading in text


def test_waivers_that_have_ended_or_let_nothing_through_are_shown(document):
    waiver = {"rule": "r", "resource": "x", "reason": "why", "owner": "ana", "until": "2026-01-31"}
    text = printed(check_page("dev", {**document, "waivers": {"expired": [waiver], "unused": [waiver]}}))
    assert "waivers that are expired: the gate says no until they are taken out" in text
    assert "x: why (ana, until 2026-01-31)" in text


def test_the_comment_is_found_again_by_its_first_line(document):
    assert check_markdown("dev", document).splitlines()[0] == marker("dev") == "<!-- aidc check: dev -->"


def test_the_comment_shows_what_is_new_before_everything_else(document, finding):
    news = with_news(document, {"findings": [finding()]})
    text = check_markdown("dev", news)
    assert "Against the base: **3 new**, 0 mended." in text
    assert text.index("bucket-labels") < text.index("bucket-uniform-access")


def test_a_finding_of_another_stack_is_the_same_finding(document, finding):
    elsewhere = finding(resource="urn:pulumi:main::acme::gcp:storage/bucket:Bucket::data")
    assert with_news(document, {"findings": [elsewhere]})["findings"][-1]["rule"] == "bucket-uniform-access"


def test_what_the_base_had_and_this_has_not_is_mended(document, finding):
    assert with_news(document, {"findings": [finding(rule="gone")]})["base"]["mended"] == 1


def test_sarif_has_a_result_for_every_finding_but_those_let_through(document):
    log = sarif(document, "stacks/Pulumi.dev.yaml")
    (run,) = log["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["bucket-uniform-access", "bucket-labels", "bucket-versioning"]
    assert [result["level"] for result in run["results"]] == ["error", "note", "note"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {result["ruleId"] for result in run["results"]}


def test_a_fingerprint_stays_when_the_words_change(finding):
    assert fingerprint(finding()) == fingerprint(finding(message="other words", title="Another title"))
    assert fingerprint(finding()) != fingerprint(finding(resource="other"))


def test_junit_counts_what_passed_and_fails_only_what_blocks(document):
    suite = ElementTree.fromstring(junit(document, "dev"))
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("11", "1", "3")
    assert [case.get("classname") for case in suite if case.find("failure") is not None] == ["bucket-uniform-access"]


@pytest.mark.parametrize("field", ["resource", "message"])
def test_names_of_strangers_neither_command_nor_colour_nor_format(document, finding, field):
    hostile = {**document, "findings": [finding(**{field: HOSTILE})]}
    page, comment, report = printed(check_page("dev", hostile)), check_markdown("dev", hostile), junit(hostile, "dev")
    for text in (page, comment, report):
        assert "\033" not in text
        assert "\n::error::" not in text
    assert "<script>" not in comment
    json.loads(json.dumps(sarif(hostile, "x")))
