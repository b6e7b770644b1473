"""Booting: what it costs when all hosts of a campus are switched on at once, and each fetches a page.

A host gets a lease from the router of its building, checks that nobody has the address, asks the resolver of the campus
for a name, and fetches a page with a picture.
"""

import gc
import json
import os
import sys
import time
from argparse import ArgumentParser
from typing import Any, NamedTuple

from benchmarks import contest
from benchmarks.table import Line
from benchmarks.work import peak
from sim.scenario.load import load_text
from sim.session import Session

PART = "booting"
SIZES = (100, 1_000)
LARGEST = 10_000
SMALL_SIZES = (10, 20)
MOST = 1.5
"""How much more a host may cost, in time or memory, in the largest campus than in the smallest."""
_BUILDING = 100
"""Hosts of one building. Their broadcasts reach each other, so what a host costs grows with this number."""
_RECORDS = 100_000_000
_URL = "http://www.campus.example/"
_ZONE = "@ 1h SOA ns hostmaster 1 1h 15m 1w 5m\n@ 1h NS ns\nns 1h A 172.16.0.2\nwww 1h A 172.16.0.3\n"
_PAGE = '<h1>Welcome</h1> <img src="/logo.png">'
_ASKED = 30
_UNTIL = 120
"""When the hosts of the first building ask for the page, and when the run ends (s)."""
_LATER = 100
"""How much later the next building asks (ms).

If all hosts of 100 buildings asked in the same instant, 10,000 SYNs would come at once. A listener takes 512 handshakes
at a time and drops every other SYN, and all clients retransmit after the same 1, 2, 4, … s: they come in step, and each
round is too many again.
"""


class Cost(NamedTuple):
    """What a campus of so many ``hosts`` took: seconds to read and set up, and to run, records and octets of memory."""

    hosts: int
    setup: float
    seconds: float
    records: int
    peak: int


def campus(hosts: int) -> dict[str, Any]:
    """Buildings on a backbone. Each has a switch, and a router that leases addresses; the servers stand beside them."""
    buildings = range(-(-hosts // _BUILDING))
    routes = [{"to": f"{_network(building)}.0/24", "via": _near_end(building)} for building in buildings]
    nodes: dict[str, Any] = {
        "backbone": {"switch": len(buildings) + 2},
        "ns": {"host": "172.16.0.2/16", "routes": routes, "dns": {"zones": {"campus.example": _ZONE}}},
        "www": {"host": "172.16.0.3/16", "routes": routes, "web": {"pages": {"/": _PAGE, "/logo.png": {"size": 3000}}}},
    }
    # The hosts of a building ask within a moment. What the servers answer must have room on their cables.
    links: list[Any] = [{"link": f"{name} -- backbone", "queue": 20 * min(hosts, _BUILDING)} for name in ("ns", "www")]
    actions = []
    for building in buildings:
        router, switch = f"r{building}", f"sw{building}"
        nodes[router] = {
            "router": {"eth0": f"{_network(building)}.1/24", "eth1": f"{_near_end(building)}/16"},
            "dhcp": {"pool": f"{_network(building)}.10-250", "dns": "172.16.0.2"},
        }
        here = [f"pc{building}x{number}" for number in range(min(_BUILDING, hosts - building * _BUILDING))]
        nodes[switch] = {"switch": len(here) + 1}
        nodes |= {name: {"host": "dhcp"} for name in here}
        links += [f"{router}:eth0 -- {switch}", f"{router}:eth1 -- backbone", *(f"{name} -- {switch}" for name in here)]
        asked = f"{_ASKED * 1000 + building * _LATER}ms"
        actions += [{"at": asked, "on": name, "run": f"browse {_URL}"} for name in here]
    return {
        "title": "A campus boots",
        "seed": 1,
        "until": f"{_UNTIL}s",
        "nodes": nodes,
        "links": links,
        "actions": actions,
    }


def _network(building: int) -> str:
    return f"10.{building // 250}.{building % 250}"


def _near_end(building: int) -> str:
    """The address of a building's router on the backbone."""
    return f"172.16.{1 + building // 250}.{1 + building % 250}"


def measure(sizes: tuple[int, ...]) -> list[Line]:
    """Each size in a process of its own."""
    costs = []
    for hosts in sizes:
        print(f"{PART}: {hosts:,} hosts", file=sys.stderr)
        told = contest.run_alone([sys.executable, "-m", "benchmarks.booting", str(hosts)])
        costs.append(Cost(hosts, told["setup"], told["seconds"], int(told["records"]), int(told["peak"])))
    lines = [Line(PART, f"{cost.hosts:,} hosts", _told(cost)) for cost in costs]
    first, last = costs[0], costs[-1]
    times = (last.seconds / last.hosts) / (first.seconds / first.hosts)
    what = f"seconds a host, {last.hosts:,} to {first.hosts:,}"
    return [*lines, Line(PART, what, f"{times:.2f}", f"<= {MOST}", times <= MOST)]


def _told(cost: Cost) -> str:
    each, memory, setup = (figure / cost.hosts for figure in (cost.seconds, cost.peak, cost.setup))
    records = cost.records / cost.hosts
    figures = f"{each * 1e3:.1f} ms, {records:,.0f} records and {memory / 1e3:,.0f} kB a host"
    return f"{figures}, set up in {setup * 1e3:.2f} ms a host"


def run(hosts: int) -> dict[str, float]:
    """Run one campus in this process."""
    start = time.process_time()
    session = Session(load_text(json.dumps(campus(hosts))))
    setup = time.process_time() - start
    start = time.process_time()
    session.run(records=_RECORDS)
    seconds = time.process_time() - start
    happy = sum(str(row.text).startswith("2 objects, 2 requests") for _, row in _consoles(session))
    if happy != hosts:
        raise SystemExit(f"{happy} of {hosts} hosts have the page")
    return {"setup": setup, "seconds": seconds, "records": len(session.trace), "peak": peak()}


def _consoles(session: Session) -> list[tuple[str, Any]]:
    nodes = session.network.nodes
    return [(name, row) for name, node in nodes.items() for row in node.tables.get("console", {}).values()]


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("hosts", type=int)
    gc.disable()
    print(json.dumps(run(parser.parse_args().hosts)), flush=True)
    os._exit(0)  # nobody is served by millions of records being taken apart one by one
