"""The engine's event log, read for people."""

from __future__ import annotations

import json
from pathlib import Path

from aidc.rehearsal.events import EventLog, changes_of, operation_on, problems_of, progress_line, short

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


TRACEBACK = """{start} the blueprint has no zones
Traceback (most recent call last):
  File "/usr/lib/python3.11/site-packages/pulumi/runtime/stack.py", line 237, in run
    result = func()
  File "/home/me/shop/__main__.py", line 4, in <module>
    declare(plan)
  File "/home/me/shop/stacks/datacenter.py", line 12, in declare
    raise ValueError("the blueprint has no zones")
  File "/usr/lib/python3.11/enum.py", line 9, in lookup
ValueError: the blueprint has no zones
"""


def test_a_traceback_shrinks_to_the_message_and_its_place_in_the_program():
    served = TRACEBACK.format(start="python inline source runtime error:")
    unhandled = TRACEBACK.format(start="an unhandled error occurred: python inline source runtime error:")
    assert problems_of([an_error(served), an_error(unhandled)], PROGRAM) == ["the blueprint has no zones (stacks/datacenter.py:12)"]


def test_a_traceback_of_the_language_host_does_too():
    hosted = TRACEBACK.replace("{start} the blueprint has no zones", "Program failed with an unhandled exception:")
    assert problems_of([an_error(hosted)], PROGRAM) == ["ValueError: the blueprint has no zones (stacks/datacenter.py:12)"]


def test_a_name_that_is_no_urn_stays_as_it_is():
    assert short("main") == "main"


def test_lines_are_json(tmp_path):
    (tmp_path / "events").write_text(json.dumps({"sequence": 3}) + "\n")
    assert EventLog(tmp_path / "events").new() == [{"sequence": 3}]
