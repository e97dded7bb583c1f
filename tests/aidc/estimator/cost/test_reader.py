"""One guarded door to every property: what is absent, unknown, secret, absurd or of another shape."""

from __future__ import annotations

from decimal import Decimal

import pytest

from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage import ResourceUsage
from aidc.estimator.cost.whole import Whole
from aidc.inventory.resource import UNKNOWN, Resource


def reader_of(inputs: dict, *, outputs: dict | None = None, others: tuple[Resource, ...] = (), region: str | None = None) -> Reader:
    resource = Resource("gcp:compute/disk:Disk", "d", inputs, outputs=outputs or {})
    return Reader(resource, ResourceUsage(), Whole([resource, *others], region))


def refusal(read) -> str:
    with pytest.raises(Unreadable) as caught:
        read()
    return str(caught.value)


def test_what_is_absent_is_none_and_not_a_default():
    reader = reader_of({"empty": "", "nothing": None})
    assert reader.text("missing") is None
    assert reader.text("empty") is None
    assert reader.number("nothing") is None
    assert reader.flag("missing") is False
    assert list(reader.items("missing")) == []


def test_an_unknown_value_says_that_it_will_be_known_later():
    assert refusal(lambda: reader_of({"size": UNKNOWN}).number("size")) == "size is not known before the resources it depends on exist"


def test_an_unknown_object_hides_everything_inside_it():
    reader = reader_of({"nodeConfig": UNKNOWN})
    assert (
        refusal(lambda: reader.text("nodeConfig.machineType"))
        == "nodeConfig.machineType is not known before the resources it depends on exist"
    )


def test_a_secret_is_never_priced():
    assert refusal(lambda: reader_of({"size": "[secret]"}).number("size")) == "size is a secret and cannot be priced"


@pytest.mark.parametrize(("given", "shown"), [(-1.0, "-1.0"), (float("nan"), "nan"), (1e16, "1e+16"), (True, "True"), ("many", "'many'")])
def test_a_number_that_cannot_be_is_refused_with_what_is_needed(given, shown):
    said = refusal(lambda: reader_of({"size": given}).number("size"))
    assert said.startswith(f"size is {shown}; a number")


def test_digits_as_text_are_a_number_and_a_whole_number_is_a_text():
    reader = reader_of({"size": "200", "version": 4.0})
    assert reader.number("size") == Decimal(200)
    assert reader.text("version") == "4"


def test_a_list_of_one_object_reads_as_the_object():
    assert reader_of({"scheduling": [{"preemptible": True}]}).flag("scheduling.preemptible") is True


def test_the_place_inside_a_list_is_named():
    reader = reader_of({"nodePools": [{"nodeCount": 1.0}, {"nodeCount": "x"}]})
    second = list(reader.items("nodePools"))[1]
    assert refusal(lambda: second.number("nodeCount")) == "nodePools[1].nodeCount is 'x'; a number is needed"


def test_the_tail_of_an_address_is_the_name():
    assert reader_of({"type": "projects/p/zones/us-central1-a/diskTypes/pd-ssd"}).tail("type") == "pd-ssd"


@pytest.mark.parametrize(
    ("inputs", "region", "zone"),
    [
        ({"zone": "us-central1-a"}, "us-central1", "us-central1-a"),
        ({"location": "europe-west4-b"}, "europe-west4", "europe-west4-b"),
        ({"location": "europe-west4"}, "europe-west4", None),
        ({"region": "asia-east1"}, "asia-east1", None),
        ({"zone": "projects/p/zones/us-central1-a"}, "us-central1", "us-central1-a"),
        ({"zone": "us-central1-ai1a"}, "us-central1", "us-central1-ai1a"),
    ],
)
def test_a_place_is_read_in_whichever_way_it_is_written(inputs, region, zone):
    reader = reader_of(inputs)
    assert (reader.region, reader.zone) == (region, zone)


def test_an_exported_state_tells_the_zone_that_the_program_left_to_its_provider():
    assert reader_of({}, outputs={"zone": "us-east1-b"}).region == "us-east1"


def test_the_provider_tells_the_region_of_what_names_none():
    provider = Resource("pulumi:providers:gcp", "default", {"region": "us-west1"}, urn="urn:pulumi:s::p::pulumi:providers:gcp::default")
    assert reader_of({}, others=(provider,)).region == "us-west1"


def test_the_region_of_the_command_line_is_the_last_resort():
    assert reader_of({}, region="us-east4").region == "us-east4"


def test_without_any_region_the_way_out_is_named():
    assert refusal(lambda: reader_of({}).region) == "names no region, nor does its provider: set gcp:region or say --region"
