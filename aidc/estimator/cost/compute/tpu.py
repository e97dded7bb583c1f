"""TPU VMs and queued resources: chips by the hour, their hosts included.

The number in the name of a v2, v3, v4 or v5p slice counts TensorCores, two to a chip; that of v5e, v6e and TPU7x counts chips. Source: Cloud TPU
documentation of each generation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from math import prod
from typing import cast

from aidc.catalog.prices import Term
from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.compute.buying import commitment_of, readable
from aidc.estimator.cost.compute.machine import Running
from aidc.estimator.cost.compute.reservation_use import taken_chips
from aidc.estimator.cost.reader import Reader, Unreadable
from aidc.estimator.cost.usage_key import MACHINE, Keys

V2_VM = "gcp:tpu/v2Vm:V2Vm"
QUEUED = "gcp:tpu/v2QueuedResource:V2QueuedResource"
NODE = "gcp:tpu/node:Node"
_SLICE = re.compile(r"^(?P<generation>v2|v3|v4|v5litepod|v5e|v5p|v6e|v7x|tpu7x)-(?P<number>\d+)$")
_TOPOLOGY = re.compile(r"^\d+(?:x\d+){1,2}$")
_ITEM = {
    "v2": "tpu.v2",
    "v3": "tpu.v3",
    "v4": "tpu.v4",
    "v5litepod": "tpu.v5e",
    "v5e": "tpu.v5e",
    "v5p": "tpu.v5p",
    "v6e": "tpu.v6e",
    "v7x": "tpu.tpu7x",
    "tpu7x": "tpu.tpu7x",
}
_ITEM_OF_CONFIG = {
    "V2": "tpu.v2",
    "V3": "tpu.v3",
    "V4": "tpu.v4",
    "V5LITE_POD": "tpu.v5e",
    "V5P": "tpu.v5p",
    "V6E": "tpu.v6e",
    "V7X": "tpu.tpu7x",
    "TPU7X": "tpu.tpu7x",
}
_COUNTS_CORES = ("v2", "v3", "v4", "v5p")
_Said = Iterator[Charge | Gap | Note]


def chips_of(accelerator_type: str) -> tuple[str, Decimal]:
    """Return price item and chips of a slice name such as v5p-128. Raises Unreadable for what is none."""
    found = _SLICE.match(accelerator_type)
    if found is None or not int(found["number"]):
        raise Unreadable(f"acceleratorType is {accelerator_type!r:.40}; a slice such as v5litepod-16 or v5p-128 is needed")
    number = Decimal(found["number"])
    return _ITEM[found["generation"]], number / 2 if found["generation"] in _COUNTS_CORES else number


def tpu_vm(reader: Reader) -> _Said:
    """Price gcp:tpu/v2Vm:V2Vm and gcp:tpu/node:Node."""
    yield from _slice(reader, Decimal(1))
    yield from _addresses(reader)


def _addresses(reader: Reader) -> _Said:
    """Yield an external address for each host, where the workers ask for them."""
    interfaces = [*reader.items("networkConfigs"), *reader.items("networkConfig")]
    if any(interface.flag("enableExternalIps") for interface in interfaces):
        item, chips, _ = _chips(reader)
        hours = reader.usage.hours
        running = Running(reader.region, Decimal(1), hours, hours_per_month=reader.usage.hours_per_month)
        yield running.of("External addresses of the hosts", "address.used", "IP-hour", hosts_of(item, chips))


def hosts_of(item: str, chips: Decimal) -> Decimal:
    """Return how many hosts a slice has: four chips to each, up to eight in the single-host slices of v5e and v6e."""
    if item in ("tpu.v5e", "tpu.v6e") and chips <= 8:
        return Decimal(1)
    return max((chips / 4).to_integral_value(ROUND_CEILING), Decimal(1))


def queued_resource(reader: Reader) -> _Said:
    """Price gcp:tpu/v2QueuedResource:V2QueuedResource: its nodes, from when they are ready."""
    specs = list(reader.items("tpu.nodeSpecs"))
    if not specs:
        raise Unreadable("tpu.nodeSpecs names no node")
    yield Note("nothing is billed while it waits in the queue; its nodes are counted as running")
    yield from readable(("TPU", _node(spec)) for spec in specs)


def _node(spec: Reader) -> _Said:
    node = spec.at("node")
    if node is None:
        raise Unreadable(f"{spec.prefix}node is not stated")
    yield from _slice(node, spec.number("multisliceParams.nodeCount") or Decimal(1))


def _slice(reader: Reader, slices: Decimal) -> _Said:
    item, chips, shown = _chips(reader)
    usage = reader.usage
    term = _term(reader)
    running = Running(reader.region, slices, usage.hours, term, commitment_of(reader), hours_per_month=usage.hours_per_month)
    if term == "reservation":
        held, name = taken_chips(reader, item, chips * slices, running.region)
        if held:
            yield Note(f"{held.normalize():f} of {(chips * slices).normalize():f} chips run on {name}, where they are paid")
            running, chips = replace(running, count=Decimal(1)), chips * slices - held
    if chips:
        yield running.of(f"TPU {shown}", item, "chip-hour", chips)


def _chips(reader: Reader) -> tuple[str, Decimal, str]:
    """Return price item, chips and what the bill calls them."""
    config = reader.at("acceleratorConfig")
    if config is not None:
        kind, topology = config.text("type") or "V2", config.text("topology") or ""
        if kind not in _ITEM_OF_CONFIG or not _TOPOLOGY.match(topology):
            raise Unreadable(f"acceleratorConfig is {kind!r:.40} in {topology!r:.40}; a generation and a topology such as 2x2x4 are needed")
        return _ITEM_OF_CONFIG[kind], Decimal(prod(map(int, topology.split("x")))), f"{kind} {topology}"
    named = reader.tail("acceleratorType")
    if named is None:
        if reader.resource.type != V2_VM:
            raise Unreadable("acceleratorType is not stated")
        named = "v2-8"  # the provider's default
    return *chips_of(named), named


def _term(reader: Reader) -> Term:
    if reader.flag("schedulingConfig.spot") or reader.flag("schedulingConfig.preemptible"):
        return "spot"
    if reader.flag("schedulingConfig.reserved"):
        return "reservation"
    return cast("Term", reader.usage.text("term") or "on-demand")


PRICERS: dict[str, Pricer] = {V2_VM: tpu_vm, QUEUED: queued_resource, NODE: tpu_vm}
KEYS: dict[str, Keys] = dict.fromkeys(PRICERS, MACHINE)
