"""The plan page shows what is held, who draws on it and on what terms."""

from __future__ import annotations

from aidc.report.sections.reservations import reservations_section

WINDOW = {"start": "2027-03-01T00:00:00Z", "days": 30}
RESERVATIONS = [
    {
        "name": "h100",
        "kind": "specific",
        "machine_type": "a3-megagpu-8g",
        "machines": 4,
        "share_with": ["acme-other"],
        "delete_after_hours": 48,
        "google_services": True,
    },
    {"name": "open", "kind": "specific", "instance_template": "shape", "machines": 1, "by_name_only": False},
    {
        "name": "spring",
        "kind": "future",
        "machine_type": "n2-standard-4",
        "machines": 8,
        "window": {"start": "2027-03-01T00:00:00Z", "end": "2027-04-01T00:00:00Z"},
        "delete_at_end": False,
        "commitment": {"name": "c", "term": "TWELVE_MONTH"},
        "scheduling": "GROUPED",
    },
    {
        "name": "pod",
        "kind": "calendar",
        "generation": "v5p",
        "chips": 64,
        "window": WINDOW,
        "submit": True,
        "yes_submit_order_to_google": True,
        "delivered": True,
    },
    {"name": "theirs", "kind": "existing", "project": "acme-host"},
]
SLICE = {"name": "train", "generation": "v5p", "topology": "2x2x2", "capacity": {"mode": "reservation", "reservation": "pod"}}


def test_each_reservation_is_one_row_and_one_line_of_terms(blueprint, printed):
    plan = blueprint(reservations=RESERVATIONS, tpu_slices=[SLICE]).plan
    assert printed(reservations_section(plan.reservations)) == [
        "",
        "reservations",
        "   reservation  kind      holds              zone              used  by",
        "   h100         specific  4 × a3-megagpu-8g  us-central1-a   0 of 4  nobody",
        "   open         specific  1 × shape          us-central1-a   0 of 1  nobody",
        "   spring       future    8 × n2-standard-4  us-central1-a   0 of 8  nobody",
        "   pod          calendar  64 v5p chips       us-central1-a  8 of 64  train",
        "   theirs       existing  not said           not said             0  nobody",
        "   h100               deleted after 2 days · shared with acme-other · open to Google's services · guarded",
        "   open               open to any machine · guarded",
        "   spring             draft, not ordered · not delivered yet · from 2027-03-01T00:00:00Z to 2027-04-01T00:00:00Z · kept",
        "                      after its end · commitment c TWELVE_MONTH · grouped · guarded",
        "   pod                order sent to Google · delivered · from 2027-03-01T00:00:00Z for 30 days · dense · guarded",
        "   theirs             theirs of acme-host, made elsewhere",
        "   held               13 machines · 64 TPU chips",
    ]
