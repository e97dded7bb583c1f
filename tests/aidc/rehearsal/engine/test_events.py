"""The engine's event log, read for people."""

from __future__ import annotations

import json
from pathlib import Path

from aidc.rehearsal.events import EventLog, advice_of, changes_of, operation_on, problems_of, progress_line, short, touched_by

NETWORK = "urn:pulumi:dev::shop::aidc:net:Vpc$gcp:compute/network:Network::main"
PROGRAM = Path("/home/me/shop")


def an_error(message, urn=""):
    return {"diagnosticEvent": {"urn": urn, "message": message, "severity": "error"}}


def test_a_log_is_read_line_by_line_and_an_unfinished_line_waits(tmp_path):
    log = EventLog(tmp_path / "events")
    assert log.new() == []
    with (tmp_path / "events").open("w") as file:
        file.write('{"sequence": 0}\n{"sequ')
        file.flush()
        assert log.new() == [{"sequence": 0}]
        assert log.new() == []
        file.write('ence": 1, "name": "Käse"}\n')
    assert log.new() == [{"sequence": 1, "name": "Käse"}]


def test_the_engines_own_count_is_taken():
    assert changes_of([{"preludeEvent": {}}, {"summaryEvent": {"resourceChanges": {"same": 2, "create": 1}}}]) == {"create": 1, "same": 2}


def test_without_a_summary_nothing_is_counted():
    assert changes_of([{"preludeEvent": {}}]) == {}


def test_an_operation_that_ended_is_a_line_of_progress():
    event = {"resOutputsEvent": {"metadata": {"op": "create", "urn": NETWORK}}}
    assert progress_line(event) == "created gcp:compute/network:Network main"


def test_what_stays_the_same_or_only_begins_is_no_line():
    assert progress_line({"resOutputsEvent": {"metadata": {"op": "same", "urn": NETWORK}}}) == ""
    assert progress_line({"resourcePreEvent": {"metadata": {"op": "create", "urn": NETWORK}}}) == ""


def test_the_operation_on_one_resource_can_be_asked():
    events = [{"resourcePreEvent": {"metadata": {"op": "replace", "urn": NETWORK}}}]
    assert (operation_on(events, NETWORK), operation_on(events, "urn:other")) == ("replace", "")


def test_an_error_names_resource_and_cause():
    events = [an_error("Error 409: main already exists\n", NETWORK)]
    assert problems_of(events, PROGRAM) == ["gcp:compute/network:Network main: Error 409: main already exists"]


def test_an_error_of_the_stack_itself_needs_no_resource():
    assert problems_of([an_error("update failed", "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev")], PROGRAM) == ["update failed"]


def test_what_is_said_twice_is_told_once():
    assert problems_of([an_error("update failed"), an_error("update failed")], PROGRAM) == ["update failed"]


def test_warnings_are_not_problems():
    assert problems_of([{"diagnosticEvent": {"message": "using an old one", "severity": "warning"}}], PROGRAM) == []


def test_a_program_that_fails_here_is_told_as_it_is():
    unhandled = "an unhandled error occurred: stacks/datacenter.py:12: ValueError: the blueprint has no zones\n"
    assert problems_of([an_error(unhandled)], PROGRAM) == ["stacks/datacenter.py:12: ValueError: the blueprint has no zones"]


TRACEBACK = """Program failed with an unhandled exception:
Traceback (most recent call last):
  File "/home/me/shop/.venv/lib/python3.11/site-packages/pulumi/runtime/stack.py", line 237, in run
    result = func()
  File "/home/me/shop/__main__.py", line 4, in <module>
    declare(plan)
  File "/home/me/shop/stacks/datacenter.py", line 12, in declare
    raise ValueError("the blueprint has no zones")
  File "/home/me/shop/.venv/lib/python3.11/site-packages/lookup.py", line 9, in lookup
ValueError: the blueprint has no zones
"""


def test_a_traceback_of_the_language_host_shrinks_to_its_last_place_in_the_program():
    assert problems_of([an_error(TRACEBACK)], PROGRAM) == ["ValueError: the blueprint has no zones (stacks/datacenter.py:12)"]


def test_a_failed_check_names_its_resource_once():
    message = "gcp:compute/network:Network resource 'main': property mtu value {9} has a problem: expected 1300 to 8896"
    other = "gcp:compute/network:Network resource 'main' has a problem: Missing required argument"
    assert problems_of([an_error(message, NETWORK), an_error(other, NETWORK)], PROGRAM) == [
        "gcp:compute/network:Network main: property mtu value {9} has a problem: expected 1300 to 8896",
        "gcp:compute/network:Network main: Missing required argument",
    ]


def test_a_protected_resource_is_told_without_the_manual():
    message = f'resource "{NETWORK}" cannot be deleted because it is protected. To unprotect the resource, either remove the flag\n'
    assert problems_of([an_error(message, NETWORK)], PROGRAM) == [
        "gcp:compute/network:Network main: cannot be deleted because it is protected"
    ]


def a_broken_policy(level):
    return {"policyEvent": {"resourceUrn": NETWORK, "message": "No flow logs\n", "policyName": "flow-logs", "enforcementLevel": level}}


def test_a_mandatory_policy_that_is_broken_is_a_problem_and_replaces_the_bare_failure():
    events = [a_broken_policy("mandatory"), an_error("preview failed\n")]
    assert problems_of(events, PROGRAM) == ["gcp:compute/network:Network main: No flow logs (flow-logs)"]


def test_an_advisory_policy_is_advice_and_no_problem():
    events = [a_broken_policy("advisory"), a_broken_policy("advisory"), a_broken_policy("mandatory")]
    assert problems_of(events[:2], PROGRAM) == []
    assert advice_of(events) == ["gcp:compute/network:Network main: No flow logs (flow-logs)"]


def test_what_would_change_is_named_with_its_operation():
    events = [{"resourcePreEvent": {"metadata": {"op": op, "urn": NETWORK}}} for op in ("update", "same", "read")]
    assert touched_by(events) == ["update gcp:compute/network:Network main"]


def test_a_name_that_is_no_urn_stays_as_it_is():
    assert short("main") == "main"


def test_lines_are_json(tmp_path):
    (tmp_path / "events").write_text(json.dumps({"sequence": 3}) + "\n")
    assert EventLog(tmp_path / "events").new() == [{"sequence": 3}]
