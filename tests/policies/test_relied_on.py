from __future__ import annotations

import csv

import policies.rules  # noqa: F401 - importing it registers every rule
from policies.catalogue import entry
from policies.rule import RULES, STACK_RULES
from policies.rules.ignored_changes import GRAVE, TABLE


def test_the_table_of_what_rules_rely_on_is_sorted_and_about_grave_rules_alone():
    with TABLE.open(encoding="utf-8", newline="") as table:
        rows = [(row["rule"], row["type"], row["path"]) for row in csv.DictReader(table)]
    assert rows == sorted(set(rows))
    assert [rule for rule, _, _ in rows if rule not in RULES and rule not in STACK_RULES] == []
    assert {entry(rule).severity for rule, _, _ in rows} <= set(GRAVE)
