"""The page of `aidc rehearse`."""

from __future__ import annotations

import pytest

from aidc.rehearsal.engine import Step
from aidc.rehearsal.scenarios import Rehearsal, Scenario
from aidc.report.rehearsal_page import rehearsal_page


def _rehearsal(*scenarios: Scenario, left_over: tuple[str, ...] = ()) -> Rehearsal:
    steps = (
        Step("preview", "preview", {"create": 1200}, 11.46, True, ""),
        Step("second up", "up", {}, 3.0, all(s.ok for s in scenarios), ""),
    )
    return Rehearsal("dev", "3.272.0", steps, scenarios, left_over)


def test_a_rehearsal_in_which_everything_held(printed):
    assert printed(rehearsal_page(_rehearsal(Scenario("preview succeeds", True)))) == [
        "dev · rehearsed on Pulumi 3.272.0 and a simulated Google Cloud",
        "",
        "steps",
        "   step       operation  changes       seconds",
        "   preview    preview    1,200 create     11.5  ok",
        "   second up  up         none              3.0  ok",
        "",
        "scenarios",
        "   what must hold",
        "   preview succeeds  ok",
        "",
        "left over",
        "   0 resources        nothing outlives destroy",
        "",
        "Everything held. The simulation proves our model of Google Cloud, not Google Cloud. Next: pulumi up -s dev",
    ]


@pytest.mark.parametrize(("failed", "said"), [(1, "1 scenario failed"), (2, "2 scenarios failed")])
def test_a_rehearsal_that_failed_says_what_and_why(printed, failed, said):
    scenarios = [
        Scenario(f"scenario {index}", False, "changes where none is due: update gcp:compute/network:Network vpc") for index in range(failed)
    ]
    lines = printed(rehearsal_page(_rehearsal(*scenarios, left_over=("urn:pulumi:dev::aidc::gcp:kms/keyRing:KeyRing::ring",))))
    assert "   scenario 0      FAILED  changes where none is due: update gcp:compute/network:Network vpc" in lines
    assert "   1 resource         urn:pulumi:dev::aidc::gcp:kms/keyRing:KeyRing::ring" in lines
    assert lines[-1] == f"{said}. The simulation proves our model of Google Cloud."
