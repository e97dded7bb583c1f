"""What the engine is told: violations under the name and level of their rule, unknowns as advice, waivers in sight."""

from __future__ import annotations

from datetime import date

from policies.bag import Bag
from policies.pack import Pack, Violation
from policies.settings import settings_of
from policies.stack import Stack

SENTINEL = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ROOT = Bag("pulumi:pulumi:Stack", "shop-dev", "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", {}, {})
UNIFORM, PREVENTION = "bucket-uniform-access", "bucket-public-access-prevention"
WAIVER = {"rule": UNIFORM, "resource": "data", "reason": "moves in spring", "owner": "ml@example.com", "until": "2027-01-31"}
ONLY = {"sets": ["cis-gke"], "levels": {UNIFORM: "mandatory", PREVENTION: "mandatory"}}
"""Settings under which a bucket answers to two rules."""


def told(found: list[Violation]) -> list[tuple[str, str, str]]:
    return [(one.policy, one.level, one.text) for one in found]


def test_a_violation_names_its_rule_its_level_what_is_wrong_and_the_fix(bag):
    [found] = Pack(settings_of(ONLY)).of_resource(bag(uniformBucketLevelAccess=False))
    assert (found.policy, found.level, found.urn) == (UNIFORM, "mandatory", bag().urn)
    assert found.text == (
        "Access is granted on the bucket as a whole [high, mandatory]: single objects can be shared by access lists. "
        "Buckets of the blueprint have it. Set uniformBucketLevelAccess to true."
    )


def test_an_unknown_value_of_a_mandatory_rule_is_advice_and_silences_no_other(bag):
    found = list(Pack(settings_of(ONLY)).of_resource(bag(uniformBucketLevelAccess=SENTINEL, publicAccessPrevention=None)))
    assert [(one.policy, one.level) for one in found] == [(UNIFORM, "advisory"), (PREVENTION, "mandatory")]
    assert found[0].text == (
        "Access is granted on the bucket as a whole [high, mandatory]: cannot be judged yet, uniformBucketLevelAccess is not known yet; "
        "it is judged again once it is"
    )


def test_a_disabled_rule_is_silent_and_an_advisory_one_is_advice(bag):
    levels = {UNIFORM: "disabled", PREVENTION: "advisory"}
    found = Pack(settings_of({**ONLY, "levels": levels})).of_resource(bag(uniformBucketLevelAccess=None, publicAccessPrevention=None))
    assert [(one.policy, one.level) for one in found] == [(PREVENTION, "advisory")]


def test_what_is_waived_is_let_through_in_sight(bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}, date(2027, 1, 31)))
    assert told(list(pack.of_resource(bag(uniformBucketLevelAccess=None)))) == [
        (
            UNIFORM,
            "advisory",
            "Access is granted on the bucket as a whole [high, mandatory]: single objects can be shared by access lists. "
            "Waived until 2027-01-31 by ml@example.com: moves in spring",
        )
    ]
    assert [one.level for one in pack.of_resource(bag("other", uniformBucketLevelAccess=None))] == ["mandatory"], "the waiver is about data"
    assert list(pack.of_stack(Stack([bag(uniformBucketLevelAccess=None)]))) == []


def test_a_waiver_that_has_ended_fails_before_anything_is_made(bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}, date(2027, 2, 1)))
    text = f"the waiver of {UNIFORM} for data (ml@example.com: moves in spring) ended on 2027-01-31. Mend the finding, or renew it"
    assert told(list(pack.of_resource(ROOT))) == [("waivers", "mandatory", text)]
    assert [one.level for one in pack.of_resource(bag(uniformBucketLevelAccess=None))] == ["mandatory"], "it lets nothing through"
    assert list(pack.of_stack(Stack([bag()]))) == [], "that it ended has been told"


def test_a_waiver_that_lets_nothing_through_fails_at_the_end(bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}, date(2027, 1, 31)))
    assert list(pack.of_resource(bag())) == []
    text = f"the waiver of {UNIFORM} for data (ml@example.com: moves in spring) lets nothing through. Remove it"
    assert told(list(pack.of_stack(Stack([bag()])))) == [("waivers", "mandatory", text)]


def test_a_waiver_of_what_is_not_known_yet_is_in_use(bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}, date(2027, 1, 31)))
    later = bag(uniformBucketLevelAccess=SENTINEL)
    assert [one.level for one in pack.of_resource(later)] == ["advisory"]
    assert list(pack.of_stack(Stack([later]))) == []


def test_a_waiver_of_a_resource_that_was_not_asked_about_is_in_use(bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}, date(2027, 1, 31)))
    assert list(pack.of_stack(Stack([bag(uniformBucketLevelAccess=False)]))) == []


def test_a_rule_that_breaks_is_a_defect_of_its_own_and_no_waiver_covers_it(broken_rule, bag):
    pack = Pack(settings_of({**ONLY, "waivers": [WAIVER]}))
    found = list(pack.of_resource(bag(publicAccessPrevention=None)))
    assert [(one.policy, one.level) for one in found] == [(broken_rule, "mandatory"), (PREVENTION, "mandatory")]
    assert found[0].text == (
        "Access is granted on the bucket as a whole [high, mandatory]: the rule could not run (ZeroDivisionError: by nothing). "
        "This is a defect of the rule, not of the stack"
    )
