"""`aidc prices refresh`: a candidate from saved answers or a catalogue, judged, and put in the place of the tables only when it may be."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from aidc.catalog.prices.folder import COLUMNS, delivered, delivered_folder, read_tables, write_tables
from aidc.cli import billing_catalogue
from aidc.cli.billing_catalogue import BillingCatalogue
from aidc.cli.errors import Refused

MISSING = "error: aidc prices refresh needs the Cloud Billing client: pip install 'aidc[prices]' (or google-cloud-billing>=1.21)\n"


def answer(description: str, nanos: int, units: int = 0, usage_type: str = "OnDemand") -> dict:
    rate = {"startUsageAmount": 0, "unitPrice": {"currencyCode": "USD", "units": str(units), "nanos": nanos}}
    return {
        "name": "services/6F81-5844-456A/skus/1",
        "skuId": "1",
        "description": description,
        "category": {"serviceDisplayName": "Compute Engine", "resourceFamily": "Compute", "resourceGroup": "GPU", "usageType": usage_type},
        "serviceRegions": ["us-central1"],
        "pricingInfo": [{"pricingExpression": {"usageUnit": "h", "displayQuantity": 1, "tieredRates": [rate]}}],
        "serviceProviderName": "Google",
    }


@pytest.fixture
def saved(tmp_path):
    """Return a function that saves answers as a page of the API, and hands out its path."""

    def save(*answers: dict):
        path = tmp_path / "page.json"
        path.write_text(json.dumps({"skus": answers, "nextPageToken": ""}))
        return path

    return save


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Return a folder that stands for the one of the installed tables."""
    place = tmp_path / "installed"
    write_tables(delivered(), place)
    monkeypatch.setattr("aidc.catalog.prices.folder.delivered_folder", lambda: place)
    return place


def test_a_candidate_is_written_and_said(aidc, saved, tmp_path):
    out = tmp_path / "candidate"
    result = aidc("prices", "refresh", "--from", saved(answer("Nvidia Tesla T4 GPU running in Americas", 360_000_000)), "--out", out)
    assert result.exit_code == 0
    assert result.stdout.replace("\n", " ").startswith(f"{out}: 1 price moved (1 by more than 0.1 %), 0 new, 0 to accept, 0 broken rules ")
    assert "1 SKU: 1 price taken, 0 for what the tables do not hold" in result.stdout
    assert "n1.gpu.T4" in result.stdout
    assert result.stderr == f"Next: aidc prices refresh --apply {out}\n"
    assert any(row["on_demand"] == "0.36" for row in read_tables(out).rates if row["item"] == "n1.gpu.T4")


def test_a_broken_rule_ends_with_exit_code_1_and_replaces_nothing(aidc, saved, tmp_path, installed):
    before = {name: (installed / name).read_bytes() for name in COLUMNS}
    out = tmp_path / "candidate"
    dws = saved(answer("Nvidia H100 80GB GPU running in Americas", 200_760_000, units=4))
    result = aidc("prices", "refresh", "--from", dws, "--out", out, "--accept")
    assert result.exit_code == 1
    assert "flex_start is not between 40 % and 75 % of on_demand" in result.stdout
    assert result.stderr == "error: 1 rule of the tables broken: nothing was replaced\n"
    assert aidc("prices", "refresh", "--apply", out, "--accept").exit_code == 1
    assert {name: (installed / name).read_bytes() for name in COLUMNS} == before


def test_a_price_that_moved_far_needs_a_person(aidc, saved, tmp_path, installed):
    out = tmp_path / "candidate"
    page = saved(answer("Nvidia Tesla T4 GPU running in Americas", 450_000_000))
    result = aidc("prices", "refresh", "--from", page, "--out", out, "--json")
    found = json.loads(result.stdout)
    assert (result.exit_code, found["ok"], found["to_accept"]) == (1, False, 1)
    assert found["changes"][0]["needs_a_person"] is True
    assert "1 price moved by more than 15 % (spot 25 %): nothing was replaced" in result.stderr
    assert aidc("prices", "refresh", "--apply", out).exit_code == 1
    done = aidc("prices", "refresh", "--apply", out, "--accept")
    assert (done.exit_code, done.stderr) == (0, f"Replaced the price tables in {installed}\n")
    assert read_tables(installed) == read_tables(out)


def test_a_folder_that_is_no_candidate_is_refused(aidc, tmp_path):
    result = aidc("prices", "refresh", "--apply", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{tmp_path / 'machines.csv'}: cannot be read" in result.stderr


def test_a_candidate_never_goes_over_the_tables_themselves(aidc, saved):
    place = delivered_folder()
    result = aidc("prices", "refresh", "--from", saved(answer("TpuV6e running in Columbus", 0, units=3)), "--out", place)
    assert result.exit_code == 2
    assert result.stderr == f"error: --out {place}: is the folder of the tables themselves; a candidate goes elsewhere\n"


@pytest.mark.parametrize("text", ["{", "[1]", '{"services": []}', "3"])
def test_what_is_no_answer_of_the_api_is_refused(aidc, tmp_path, text):
    path = tmp_path / "page.json"
    path.write_text(text)
    result = aidc("prices", "refresh", "--from", path, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{path}: error: ")
    assert not (tmp_path / "out").exists()


def test_answers_that_price_nothing_write_no_candidate(aidc, saved, tmp_path):
    page = saved(answer("Reserved Nvidia Tesla A100 80GB GPU in Virginia", 0))
    result = aidc("prices", "refresh", "--from", page, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr == "error: none of 1 SKUs prices anything in the tables; no candidate was written\n"


def test_a_service_that_is_not_read_is_refused(aidc):
    result = aidc("prices", "refresh", "--services", "compute,lambda")
    assert (result.exit_code, result.stderr) == (2, "error: --services compute,lambda: lambda is not one of compute, storage\n")


def test_without_the_client_the_command_to_install_it_is_said(aidc, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "google.cloud.billing_v1", None)
    result = aidc("prices", "refresh")
    assert (result.exit_code, result.stderr) == (2, MISSING)


class FakeClient:
    """A client whose answers are already in the form of the API; it remembers what was asked."""

    def __init__(self, *skus: dict):
        self.asked: list[dict] = []
        self._skus = skus

    def list_services(self):
        names = {"Compute Engine": "services/6F81-5844-456A", "Cloud Storage": "services/95FF"}
        return [SimpleNamespace(display_name=name, name=path) for name, path in names.items()]

    def list_skus(self, request):
        self.asked.append(request)
        yield from self._skus if request["parent"] == "services/6F81-5844-456A" else ()


def test_every_sku_of_every_service_is_asked_for_in_dollars(aidc, monkeypatch, tmp_path):
    client = FakeClient(answer("Nvidia Tesla T4 GPU running in Americas", 350_000_000))
    monkeypatch.setattr(billing_catalogue, "open_catalogue", lambda variable: BillingCatalogue(client, dict))
    result = aidc("prices", "refresh", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert [(one["parent"], one["currency_code"], one["page_size"]) for one in client.asked] == [
        ("services/6F81-5844-456A", "USD", 5000),
        ("services/95FF", "USD", 5000),
    ]


def test_a_service_that_the_catalogue_does_not_list_is_refused():
    empty = SimpleNamespace(list_services=list)
    with pytest.raises(Refused, match="the Billing Catalog lists no service named Compute Engine"):
        next(BillingCatalogue(empty, dict).skus("compute"))


def test_an_error_of_the_catalogue_in_the_middle_changes_nothing(aidc, monkeypatch, tmp_path):
    class PermissionDenied(Exception):
        pass

    PermissionDenied.__module__ = "google.api_core.exceptions"

    def denied(request):
        raise PermissionDenied("403 Cloud Billing API has not been used")
        yield

    client = FakeClient()
    client.list_skus = denied
    monkeypatch.setattr(billing_catalogue, "open_catalogue", lambda variable: BillingCatalogue(client, dict))
    result = aidc("prices", "refresh", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr == (
        "error: the Billing Catalog answered PermissionDenied: 403 Cloud Billing API has not been used. Nothing was changed\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_key_is_read_from_the_variable_that_is_named_and_never_said(monkeypatch):
    monkeypatch.delenv("PRICES_KEY", raising=False)
    with pytest.raises(Refused, match="--api-key-env PRICES_KEY: the variable is empty or not set"):
        billing_catalogue._key("PRICES_KEY")
    monkeypatch.setenv("PRICES_KEY", " k ")
    assert billing_catalogue._key("PRICES_KEY") == "k"
