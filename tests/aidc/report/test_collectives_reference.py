"""docs/collectives.md is what the catalogue says today."""

from __future__ import annotations

import os
import re
from pathlib import Path

from aidc.catalog.collective_plugins import COLLECTIVE_PLUGINS
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.report.collectives_reference import collectives_reference

COMMITTED = Path(__file__).resolve().parents[3] / "docs" / "collectives.md"


def test_the_committed_page_is_the_one_of_today():
    if os.environ.get("AIDC_GOLDEN"):
        COMMITTED.write_text(collectives_reference(), encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == collectives_reference(), "AIDC_GOLDEN=1 rewrites it"


def test_every_family_has_its_row_and_every_image_its_place():
    text = collectives_reference()
    for family in {machine.family.name for machine in GPU_MACHINES.values()}:
        assert f"| {family} | " in text
    for plugin in COLLECTIVE_PLUGINS.values():
        for image in (image for fact in plugin.daemon_sets for image in fact.images):
            assert f"`{image.reference}`" in text
        assert f"Using network {plugin.network}" in text
        assert str(plugin.source.read_on) in text


def test_links_lead_to_sections_that_are_there():
    text = collectives_reference()
    anchors = {heading.lower().replace(" ", "-") for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", text)) <= anchors
