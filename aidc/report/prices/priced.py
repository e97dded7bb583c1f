"""What a word of the command line stands for: a machine, a TPU host, or an item of the price tables by its own name."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from aidc.catalog.cpu_machines import cpu_machines
from aidc.catalog.gpu_machines import GPU_MACHINES
from aidc.catalog.prices import no_public_price, price, price_regions, priced_items
from aidc.catalog.prices.price import COLUMN_OF_TERM, Term
from aidc.catalog.regions import region_names
from aidc.catalog.tpus import TPU_GENERATIONS
from aidc.did_you_mean import did_you_mean

MACHINE = "machine."
TPU = "tpu."


class UnknownPrice(Exception):
    """A word that stands for nothing with a price, or for no region; the text names the closest that does."""


@dataclass(frozen=True, slots=True)
class Priced:
    """A thing with a price: `times` units of an item, with so many accelerators (None where it has none)."""

    name: str
    item: str
    times: Decimal = Decimal(1)
    accelerators: Decimal | None = None

    @property
    def machine_type(self) -> str:
        """Return the machine type, or an empty text for what is none."""
        return self.item.removeprefix(MACHINE) if self.item.startswith(MACHINE) else ""

    @property
    def is_placed(self) -> bool:
        """Say whether it is a machine or a chip, which regions sell or do not; anything else is a rate."""
        return bool(self.machine_type) or self.accelerators is not None

    @property
    def regions(self) -> tuple[str, ...]:
        """Return where it has a price on any term, sorted."""
        return tuple(sorted({region for term in terms() for region in price_regions(self.item, term)}))

    @property
    def sold_regions(self) -> tuple[str, ...]:
        """Return where it can be ordered by the machine type list of 2026-08-17; for what the list does not know, where it has a price."""
        machine = cpu_machines().get(self.machine_type)
        return tuple(sorted(machine.sold_regions)) if machine else tuple(area for area in self.regions if sold(self, area) is not False)


def terms() -> tuple[Term, ...]:
    """Return every term that has a rate of its own: a reservation is billed at the on-demand rate."""
    return tuple(term for term in COLUMN_OF_TERM if term != "reservation")


def sold(priced: Priced, region: str) -> bool | None:
    """Say whether it can be ordered in a region; None where no list says."""
    machine = cpu_machines().get(priced.machine_type)
    if machine:
        return region in machine.sold_regions
    said = [found.sold for term in terms() if (found := price(priced.item, region, term)) and found.sold is not None]
    return any(said) if said else None


def named(word: str) -> Priced | None:
    """Return what a word stands for exactly: a2-highgpu-1g, ct6e-standard-4t, tpu.v6e, v6e, disk.pd-ssd.capacity; None for anything else."""
    written = word.strip()
    return _named(written) or _named(written.lower())


def _named(word: str) -> Priced | None:
    for generation in TPU_GENERATIONS.values():
        if machine := generation.machine(word):
            return Priced(word, f"{TPU}{generation.name}", Decimal(machine.chips), Decimal(machine.chips))
    for item in (word, f"{MACHINE}{word}", f"{TPU}{word}"):
        if item in priced_items() or no_public_price(item):
            return of_item(item)
    return Priced(word, f"{MACHINE}{word}") if word in cpu_machines() or word in GPU_MACHINES else None


def of_item(item: str) -> Priced:
    """Return an item of the tables as a thing with a price."""
    name = item.removeprefix(MACHINE)
    gpus = GPU_MACHINES[name].gpus if name in GPU_MACHINES else None
    if gpus is not None:
        return Priced(name, item, accelerators=Decimal(gpus.numerator) / gpus.denominator)
    return Priced(name, item, accelerators=Decimal(1) if item.startswith(TPU) else None)


def beginning(word: str) -> tuple[Priced, ...]:
    """Return everything of the tables whose name begins with a word; without one, the machines with accelerators and the TPU chips."""
    found = [of_item(item) for item in priced_items()]
    word = word.strip().lower()
    if not word:
        return tuple(one for one in found if one.accelerators is not None)
    return tuple(one for one in found if one.name.startswith(word))


def unknown(word: str) -> UnknownPrice:
    """Return what to raise for a word that nothing stands for."""
    names = [of_item(item).name for item in priced_items()] + [machine.name for tpu in TPU_GENERATIONS.values() for machine in tpu.machines]
    return UnknownPrice(f"{word}: no machine and no item of the price tables is called so.{did_you_mean(word.strip().lower(), names)}")


def region_named(word: str, priced: Priced | None) -> str:
    """Return a region, or an area that a price of the thing names. Raises UnknownPrice."""
    known = region_names() | set(priced.regions if priced else ())
    for name in (word.strip(), word.strip().lower()):
        if name in known:
            return name
    raise UnknownPrice(f"--region {word}: is not a region of the catalogue.{did_you_mean(word.strip().lower(), known)}")
