"""How long recording a program takes, beside the SDK's own mock monitor: milliseconds of processor time a resource, each measurement in a process of its own.

The program declares equal numbers of networks, subnetworks and node pools, every subnetwork and pool inside the network before it. The provider's
modules are imported before the clock starts: that cost is the same for both. Run it with `python benchmarks/record.py [resources …]`.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import time

SIZES = (100, 1_000, 5_000)
BUDGET = 1.3


def declare(resources: int) -> None:
    """Declare networks, subnetworks and node pools, `resources` of them in all."""
    import pulumi_gcp as gcp

    for number in range(resources):
        match number % 3:
            case 0:
                network = gcp.compute.Network(f"network-{number}", name=f"network-{number}", auto_create_subnetworks=False)
            case 1:
                gcp.compute.Subnetwork(
                    f"subnetwork-{number}",
                    network=network.id,
                    ip_cidr_range="10.0.0.0/16",
                    region="europe-west4",
                    secondary_ip_ranges=[{"range_name": "pods", "ip_cidr_range": "10.64.0.0/14"}],
                )
            case _:
                gcp.container.NodePool(
                    f"pool-{number}",
                    cluster="main",
                    location="europe-west4-a",
                    node_count=32,
                    network_config=gcp.container.NodePoolNetworkConfigArgs(
                        additional_node_network_configs=[{"network": network.name, "subnetwork": "pods"}]
                    ),
                    node_config=gcp.container.NodePoolNodeConfigArgs(
                        machine_type="a3-highgpu-8g",
                        labels={"team": "research"},
                        guest_accelerators=[gcp.container.NodePoolNodeConfigGuestAcceleratorArgs(type="nvidia-h100-80gb", count=8)],
                    ),
                )


def bare(resources: int) -> None:
    """Run the program as the SDK's documentation says, garbage collector untouched."""
    import pulumi.runtime
    from pulumi.runtime import mocks, settings

    class Echo(mocks.Mocks):
        def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict]:
            return args.name + "_id", args.inputs

        def call(self, args: mocks.MockCallArgs) -> tuple[dict, None]:  # noqa: ARG002 - the SDK's signature
            return {}, None

    async def main() -> None:
        echo = Echo()
        pulumi.runtime.reset_options(project="aidc", stack="bench", preview=True)
        settings.ROOT.set(object())  # type: ignore[arg-type]
        pulumi.runtime.set_mocks(echo, project="aidc", stack="bench", preview=True, monitor=mocks.MockMonitor(echo))
        settings.ROOT.set(None)
        await pulumi.runtime.run_in_stack(lambda: declare(resources))

    asyncio.run(main())


def ours(resources: int) -> None:
    """Run the program under our recorder."""
    from aidc.inventory.record import record_program

    assert len(record_program(lambda: declare(resources)).resources) == resources


def measure(kind: str, resources: int) -> None:
    """Print the milliseconds a resource of one run in this process."""
    import pulumi_gcp as gcp

    assert gcp.compute.Network
    assert gcp.container.NodePool
    if kind == "ours":
        import aidc.inventory.record  # noqa: F401 - imports are not what is measured
    start = time.process_time()  # nothing here waits, so on an idle machine this is the time on the clock; on a busy one it stays the same
    (bare if kind == "bare" else ours)(resources)
    print((time.process_time() - start) / resources * 1_000)


def measured(kind: str, resources: int, runs: int) -> float:
    """Return the median over fresh processes."""
    command = [sys.executable, __file__, "--measure", kind, str(resources)]
    return statistics.median(float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) for _ in range(runs))


def main() -> int:
    """Print the table; the exit code is 1 when the budget is missed anywhere."""
    from rich.console import Console
    from rich.table import Table

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("resources", nargs="*", type=int, default=SIZES)
    parser.add_argument("--runs", type=int, default=3, help="processes per figure; the median is printed")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments.measure[0], int(arguments.measure[1]))
        return 0
    table = Table("resources", "bare ms/resource", "ours ms/resource", "ratio", title=f"Recording a program (budget: ratio <= {BUDGET})")
    ratios = []
    for resources in arguments.resources or SIZES:
        theirs, recorded = (measured(kind, resources, arguments.runs) for kind in ("bare", "ours"))
        ratios.append(recorded / theirs)
        table.add_row(f"{resources:,}", f"{theirs:.2f}", f"{recorded:.2f}", f"{ratios[-1]:.2f}")
    Console().print(table)
    return int(max(ratios) > BUDGET)


if __name__ == "__main__":
    sys.exit(main())
