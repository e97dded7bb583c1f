"""The list: one aligned line for each machine, within the width of a page."""

from __future__ import annotations

from aidc.catalog.gpu_machines import GPU_MACHINES, WITHOUT_LOCAL_SSD
from aidc.report.machines.entry import GIB_PER_GB, accelerator_entries, cpu_entries
from aidc.report.machines.filters import Filters, apply
from aidc.report.machines.list_page import list_page, modes
from aidc.report.machines.need import Need


def test_every_machine_has_one_line_that_fits(printed):
    lines = printed(list_page(apply(Filters()), Filters()))
    shown = [line for line in lines if " × " in line]
    assert len(shown) == len(accelerator_entries())
    assert max(map(len, lines)) <= 118
    assert len({line.index(modes(entry)) for line, entry in zip(shown, accelerator_entries(), strict=True)}) == 1, "modes are one column"


def test_the_list_is_the_whole_catalogue():
    names = [entry.name for entry in accelerator_entries()]
    assert [name for name in GPU_MACHINES if name not in names] == [
        entry.without_local_ssd for entry in accelerator_entries() if entry.without_local_ssd
    ]
    assert all(name.endswith(WITHOUT_LOCAL_SSD) for name in set(GPU_MACHINES) - set(names))
    assert len({entry.name for entry in cpu_entries()}) == len(cpu_entries())


def test_modes_are_one_letter_each():
    by_name = {entry.name: entry for entry in accelerator_entries()}
    assert modes(by_name["a4-highgpu-8g"]) == "OSFQRC"
    assert modes(by_name["a4x-highgpu-4g"]) == "····R·"
    assert modes(by_name["tpu7x-standard-4t"]) == "OsfqRc", "small: on request"


def test_a_need_is_answered_in_a_column(printed):
    filters = Filters(need=Need(1000), region="us-central1")
    lines = printed(list_page(apply(filters), filters))
    [a3_mega] = [line for line in lines if line.strip().startswith("a3-megagpu-8g")]
    [v6e] = [line for line in lines if line.strip().startswith("ct6e-standard-4t")]
    assert a3_mega.split()[-5:] == ["2", "machines", "a°", "b°", "c°"]
    assert v6e.split()[-6:] == ["4x8:", "8", "hosts", "a°", "b", "c°"], "b is on Google's page, a and c are not"


def test_memory_keeps_the_unit_that_is_published_and_is_compared_in_gib():
    by_name = {entry.name: entry for entry in accelerator_entries()}
    assert (by_name["a3-megagpu-8g"].memory, by_name["a3-megagpu-8g"].memory_unit) == (640, "GB")
    assert by_name["a3-megagpu-8g"].hbm_gib == 640 * GIB_PER_GB
    assert (by_name["ct5p-hightpu-4t"].memory, by_name["ct5p-hightpu-4t"].hbm_gib) == (380, 380)
    assert by_name["g4-standard-6"].memory == 12, "an eighth of a GPU has an eighth of its memory"


def test_machines_without_accelerators_have_a_table_of_their_own(printed):
    filters = Filters(kind="cpu", region="us-central1")
    lines = printed(list_page(apply(filters), filters))
    [line] = [line for line in lines if line.strip().startswith("n2-standard-8 ")]
    assert line.split()[1:4] == ["8", "32", "amd64"]
