"""docs/cost.md: how a bill is made, what may be said of usage, and the class of every type. Written from the code and the tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from aidc.catalog.prices import allowances
from aidc.estimator.cost.carbon import UTILISATION
from aidc.estimator.cost.pricers import KEYS, PRICERS
from aidc.estimator.cost.types.assessed import every_type
from aidc.estimator.cost.usage_key import Keys

INTRODUCTION = """\
# What it costs

`aidc cost` prices **resources**: the record of a stack of ours (`aidc cost STACK`), or of any Pulumi program for Google Cloud
(`aidc cost --inventory FILE` with the output of `pulumi preview --json`, `pulumi stack export`, or JSON Lines). No account, no network.

- **Nothing is zero in silence.** Every resource is on a line, or without a price and named with the reason (the sum is then *at least*), or waiting for
  usage, or free with the reason, or not assessed.
- **Prices** are dated list prices in US dollars before tax, in `aidc/catalog/prices/`, each with its source and how far it can be trusted; `docs/prices.md`
  tells how they are refreshed. A price older than 90 days (spot: 30) is said to be stale. A missing price is never taken from a neighbour.
- **A month** has 730 hours. The headline is what is expected: list prices, less sustained use and commitments, less free tiers and credits at their own
  scope (project or billing account), as if the bill were alone on its account; `free_tiers: false` in the usage file leaves those out.
- **Autoscaled pools** have a minimum, an expected and a maximum size. Expected is what usage says (`nodes`), else the stated size, else the minimum when
  it is more than nothing, else the maximum; the page says which.
- **Spot** is a range: today's reading, and the lowest and highest of the year before it where a history is kept.
- **A commitment** bills its share of the machines for every hour of the month, run or not; a **reservation** bills its machines at the on-demand rate, used
  or not, and pools that run on one of the same record are not billed again.
- **Tiers** are those of the whole bill: the month's quantity of an item in a region is one quantity, whoever used it.
- **Kubernetes** objects cost what they make the cloud provide: pods on Autopilot, disks of claims, forwarding rules of load balancers; pods on
  Standard clusters run on nodes that are priced as pools.

Exit codes: 0, 1 over budget, 2 input that cannot be read. `--json` has every line; `--markdown` is one comment for a pull request, found again by its
first line; `--base` and `--against` tell what moved and why; `--savings` what would lower the bill, and what that breaks.

## Usage

```yaml
version: 1
hours_per_month: 730
free_tiers: true
resources:
  checkpoints:                    # the resource's name in the program, or its URN
    storage_gb: 40000
    monthly_class_a_operations: 2000000
defaults:
  gcp:container/nodePool:NodePool:
    commitment: {term: 1y, coverage: 0.7}
```

The stack file says the same under `usage`, by the names of its own entries (docs/stack-file.md); a usage file wins over it. A key that the type does not
know, a name that no resource has and a negative quantity are errors, all told at once: elsewhere a typing error prices 730 hours.
"""

_CLASSES = {
    "priced": "from its inputs",
    "usage": "by usage alone",
    "free": "costs nothing by itself",
    "not_assessed": "may cost money; nobody has looked, or no rate is public",
}


def cost_reference() -> str:
    """Return the whole page."""
    return "\n".join(_parts()) + "\n"


def _parts() -> Iterator[str]:
    yield INTRODUCTION
    yield "| type | key | unit | meaning |"
    yield "| --- | --- | --- | --- |"
    for kinds, keys in _by_keys().items():
        for number, key in enumerate(keys):
            yield f"| {', '.join(kinds) if not number else ''} | `{key.name}` | {key.unit} | {key.meaning} |"
    yield from _free_tiers()
    yield from _carbon()
    yield from _types()


def _by_keys() -> dict[tuple[str, ...], Keys]:
    """Return the keys by the types that share them, so that a list stands once."""
    groups: dict[Keys, list[str]] = {}
    for kind in sorted(KEYS):
        if KEYS[kind]:
            groups.setdefault(KEYS[kind], []).append(f"`{_short(kind)}`")
    return {tuple(kinds): keys for keys, kinds in groups.items()}


def _free_tiers() -> Iterator[str]:
    yield "\n## Free tiers\n"
    yield "| free tier | a month | scope | where | as of |"
    yield "| --- | ---: | --- | --- | --- |"
    for allowance in allowances():
        where = ", ".join(allowance.regions)
        yield f"| {allowance.name} | {allowance.quantity:,} {allowance.unit} | {allowance.scope} | {where} | {allowance.as_of} |"
    yield "\nGKE gives 74.40 USD a month for each billing account, for zonal and Autopilot clusters; it is a credit on the management fee."


def _carbon() -> Iterator[str]:
    yield "\n## Carbon\n"
    yield (
        "An estimate: hours × watts × PUE × the grid's intensity of the region, for machines only; storage, networks and manufacture are left out. A busy "
        "GPU node draws 1.27 times the limits of its boards (MLPerf Training v4.1 power results: 6.6 to 8.1 kW for 8 H100, about 7.1), an idle one 30 % of "
        "that (assumption). Machines without accelerators: the coefficients of Cloud Carbon Footprint. No power figure is published for TPU v5e, v5p and "
        f"v6e, so none is given. Utilisation is {UTILISATION * 100:.0f} % unless the stack says otherwise (`usage.workload.utilisation`)."
    )


def _types() -> Iterator[str]:
    known = every_type()
    counted = Counter(assessment.kind for assessment in known)
    yield "\n## Every type\n"
    yield f"{len(known):,} types of the installed provider, each in one class. {len(PRICERS):,} have a pricer, those of Kubernetes included.\n"
    for kind, meaning in _CLASSES.items():
        yield f"<details><summary>{kind.replace('_', ' ')}: {counted[kind]:,}, {meaning}</summary>\n"
        yield "| type | why |"
        yield "| --- | --- |"
        for assessment in known:
            if assessment.kind == kind:
                yield f"| `{_short(assessment.type)}` | {assessment.reason} |"
        yield "\n</details>\n"


def _short(kind: str) -> str:
    package, _, rest = kind.partition(":")
    if package != "gcp":
        return kind
    return f"{rest.split('/')[0]}.{rest.rsplit(':', 1)[-1]}"
