"""Words of the command line that stand for things of the catalogue. A word that stands for nothing is refused with the closest one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from aidc.catalog.capacity_modes import EVERY_MODE
from aidc.catalog.fabrics import FABRICS
from aidc.catalog.left_out import LEFT_OUT
from aidc.catalog.regions import region_names
from aidc.catalog.zones import offers
from aidc.did_you_mean import did_you_mean
from aidc.report.machines.entry import KINDS, Entry, accelerator_entries
from aidc.report.machines.filters import Filters
from aidc.report.machines.need import Need

ARCHITECTURES = ("amd64", "arm64")
MIN_BEGINNING = 2
"""Characters of a beginning that may stand for what begins so."""


class UnknownWord(Exception):
    """Words that stand for nothing in the catalogue; each text says what does."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        super().__init__("\n".join(texts))


def asked(
    kind: str | None,
    region: str | None,
    zone: str | None,
    mode: str | None,
    accelerator: str | None,
    hbm_gib: float | None,
    bf16_pflops: float | None,
    arch: str | None,
    fabric: str | None,
) -> Filters:
    """Return the filters of the words of a command line. Raises UnknownWord with every word that stands for nothing."""
    wrong: list[str] = []

    def read(word: str | None, meaning: Callable[[str], Any], nothing: Any = "") -> Any:
        try:
            return meaning(word) if word is not None else nothing
        except UnknownWord as error:
            wrong.extend(error.texts)
            return nothing

    made = Filters(
        kind=read(kind, kind_of, None),
        accelerator=accelerator or "",
        accelerators=read(accelerator, accelerators_of, ()),
        arch=read(arch, architecture_of),
        fabric=fabric or "",
        fabrics=read(fabric, fabrics_of, ()),
        mode=read(mode, mode_of),
        region=read(region, region_of_word),
        zone=read(zone, zone_of_word),
        need=Need(hbm_gib or 0, bf16_pflops or 0),
    )
    if wrong:
        raise UnknownWord(*wrong)
    return made


def one_word(option: str, given: str, allowed: Sequence[str]) -> str:
    """Return the word as the catalogue writes it. Raises UnknownWord."""
    word = given.strip().lower()
    if word in allowed:
        return word
    raise UnknownWord(f"{option} {given}: is not one of {', '.join(allowed)}.{did_you_mean(word, allowed)}")


def kind_of(given: str) -> Any:
    """Return a kind. Raises UnknownWord."""
    return one_word("--kind", given, KINDS)


def mode_of(given: str) -> str:
    """Return a capacity mode. Raises UnknownWord."""
    return one_word("--mode", given, EVERY_MODE)


def architecture_of(given: str) -> str:
    """Return an architecture. Raises UnknownWord."""
    return one_word("--arch", given, ARCHITECTURES)


def region_of_word(given: str) -> str:
    """Return a region. Raises UnknownWord."""
    word, known = given.strip().lower(), sorted(region_names())
    if word not in known:
        raise UnknownWord(f"--region {given}: is not a region of the catalogue.{did_you_mean(word, known)}")
    return word


def zone_of_word(given: str) -> str:
    """Return a zone that some list of accelerators names, or that has the form of one in a known region. Raises UnknownWord."""
    from aidc.catalog.zones import is_zone_of, region_of

    word = given.strip().lower()
    if region_of(word) in region_names() and is_zone_of(word, region_of(word)):
        return word
    raise UnknownWord(
        f"--zone {given}: is not a zone of the catalogue.{did_you_mean(word, sorted({offer.zone for offer in offers()} - {''}))}"
    )


def fabrics_of(given: str) -> tuple[str, ...]:
    """Return the fabrics that a word stands for: the one of that name, else those that begin so. Raises UnknownWord."""
    word, names = given.strip().lower(), [fabric.name for fabric in FABRICS]
    found = [name for name in names if name == word] or [name for name in names if len(word) >= MIN_BEGINNING and name.startswith(word)]
    if not found:
        raise UnknownWord(f"--fabric {given}: is not one of {', '.join(names)}.{did_you_mean(word, names)}")
    return tuple(found)


def accelerators_of(given: str) -> tuple[str, ...]:
    """Return GKE's names of the accelerators that a word stands for: h100, a100-80gb, v5p, trillium. Raises UnknownWord."""
    if found := accelerators_named(given):
        return found
    if reason := LEFT_OUT.get(plain(given)):
        raise UnknownWord(f"--accelerator {given}: {given} {reason}")
    words = accelerator_words()
    raise UnknownWord(f"--accelerator {given}: is not one of {', '.join(words)}.{did_you_mean(given.strip().lower(), words)}")


def accelerators_named(given: str) -> tuple[str, ...]:
    """Return GKE's names of the accelerators that a word stands for, or nothing: the one of that name, else those whose name begins so."""
    word, plain_word = given.strip().lower(), plain(given)
    names = {entry.gke_accelerator: _names(entry) for entry in accelerator_entries()}
    exact = [name for name, called in names.items() if word == name or plain_word in called]
    begun = [
        name for name, called in names.items() if len(plain_word) >= MIN_BEGINNING and any(one.startswith(plain_word) for one in called)
    ]
    return tuple(exact or begun)


def accelerator_words() -> list[str]:
    """Return a short name of every accelerator: l4, a100-80gb, h100-80gb-mega, v5p."""
    return list(dict.fromkeys(entry.accelerator_word for entry in accelerator_entries()))


def plain(text: str) -> str:
    """Return a name without what people write differently: A100 80GB, a100-80gb and nvidia-a100-80gb are one."""
    return re.sub(r"^(nvidia-(tesla-)?|tpu[ -])|[ ()_-]", "", text.strip().lower())


def _names(entry: Entry) -> list[str]:
    """Return what an accelerator is called: by its maker, and by Google where that is another name."""
    generation = entry.generation
    return [plain(entry.accelerator_word), *([generation.marketing_name.lower()] if generation and generation.marketing_name else [])]
