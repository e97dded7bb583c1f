"""Cloud SQL instances: machine by the hour, storage, backups, the SQL Server licence, and an address while the instance does not run.

High availability has items of its own, twice the zonal rates. A read replica is an instance of its own and is billed as what it is: what it
is told about its primary (`replicaConfiguration`) adds nothing. Source: Cloud SQL price page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from aidc.estimator.cost.charge import Charge, Gap, Note, Pricer
from aidc.estimator.cost.reader import Reader
from aidc.estimator.cost.services.sql_tiers import SHARED, SqlMachine, sql_machine
from aidc.estimator.cost.usage_key import Keys, UsageKey

_STORAGE = {"PD_SSD": "ssd", "PD_HDD": "hdd", "HYPERDISK_BALANCED": "hyperdisk-balanced"}
_LEAST_LICENSED_VCPUS = Decimal(4)
_DEFAULT_GIB = Decimal(10)


@dataclass(frozen=True, slots=True)
class _Instance:
    region: str
    regional: bool
    count: Decimal
    hours: Decimal

    def item(self, name: str) -> str:
        return f"sql.regional.{name}" if self.regional else f"sql.{name}"

    def hourly(self, component: str, name: str, each: Decimal, unit: str) -> Charge:
        shown = f"{component} ({'regional' if self.regional else 'zonal'})"
        return Charge(shown, self.item(name), self.region, each * self.count * self.hours, unit)


def database_instance(reader: Reader) -> Iterator[Charge | Gap | Note]:
    """Price gcp:sql/databaseInstance:DatabaseInstance."""
    settings = reader.at("settings")
    if settings is None:
        yield Gap("Instance", "its settings are not stated, as of one that is cloned or restored")
        return
    instance = _read(reader, settings)
    yield from _storage(settings, instance)
    backups = reader.usage.number("backup_storage_gb")
    if backups:
        yield Charge("Backups", "sql.backup", instance.region, backups, "GiB-month", by_usage=True)
    yield from _idle_address(reader, settings, instance)
    yield from _machine(reader, settings, instance)


def _read(reader: Reader, settings: Reader) -> _Instance:
    stopped = settings.text("activationPolicy") == "NEVER"
    return _Instance(
        reader.region,
        (settings.text("availabilityType") or "").upper() == "REGIONAL",
        reader.number("nodeCount", 1) or Decimal(1),
        Decimal(0) if stopped else reader.usage.hours,
    )


def _storage(settings: Reader, instance: _Instance) -> Iterator[Charge | Gap | Note]:
    kind = (settings.text("diskType") or "PD_SSD").upper()
    gib = settings.number("diskSize", 1)
    if gib is None:
        yield Note("no disk size is stated: 10 GiB, where Cloud SQL begins, are counted")
    if kind not in _STORAGE:
        yield Gap("Storage", f"disk type {kind} is not known")
        return
    item = instance.item(f"storage.{_STORAGE[kind]}")
    shown = f"Storage ({kind}, {'regional' if instance.regional else 'zonal'})"
    yield Charge(shown, item, instance.region, (gib or _DEFAULT_GIB) * instance.count, "GiB-month")


def _idle_address(reader: Reader, settings: Reader, instance: _Instance) -> Iterator[Charge]:
    """Yield the public address for the hours in which the instance is stopped; while it runs, its address is free."""
    network = settings.at("ipConfiguration")
    public = network is None or network.value("ipv4Enabled") is None or network.flag("ipv4Enabled")
    idle = reader.usage.hours_per_month - instance.hours
    if public and idle > 0:
        yield Charge("IP address while stopped", "sql.address.idle", instance.region, idle * instance.count, "IP-hour")


def _machine(reader: Reader, settings: Reader, instance: _Instance) -> Iterator[Charge | Gap | Note]:
    tier = settings.text("tier")
    if tier is None:
        yield Gap("Instance", "its tier is not stated")
        return
    if tier.lower() in SHARED:
        yield instance.hourly(f"Instance {tier}", SHARED[tier.lower()], Decimal(1), "instance-hour")
        return
    machine = sql_machine(tier)
    if machine is None:
        yield Gap("Instance", f"what tier {tier} holds is not known")
        return
    plus = machine.enterprise_plus or (settings.text("edition") or "").upper() == "ENTERPRISE_PLUS"
    edition = "enterprise-plus." if plus else ""
    yield instance.hourly(f"vCPUs of {tier}", f"{edition}vcpu", machine.vcpus, "vCPU-hour")
    yield instance.hourly(f"Memory of {tier}", f"{edition}memory", machine.memory_gib, "GiB-hour")
    yield from _licence(reader, machine, instance)


def _licence(reader: Reader, machine: SqlMachine, instance: _Instance) -> Iterator[Charge | Note]:
    """Yield the SQL Server licence, of at least four vCPUs. Express has none to pay."""
    name, _, edition = (reader.text("databaseVersion") or "").upper().rpartition("_")
    if not name.startswith("SQLSERVER") or edition == "EXPRESS":
        return
    vcpus = max(machine.vcpus, _LEAST_LICENSED_VCPUS) * instance.count * instance.hours
    yield Charge(f"SQL Server licence ({edition.lower()})", f"sql.sql-server.{edition.lower()}", instance.region, vcpus, "vCPU-hour")
    if instance.regional:
        yield Note("SQL Server: the licence of the running instance is counted, none for its standby")


PRICERS: dict[str, Pricer] = {"gcp:sql/databaseInstance:DatabaseInstance": database_instance}
KEYS: dict[str, Keys] = {
    "gcp:sql/databaseInstance:DatabaseInstance": (
        UsageKey("monthly_hrs", "hours a month", "Hours that the instance runs; a whole month by default"),
        UsageKey("backup_storage_gb", "GiB", "Backups kept"),
    )
}
