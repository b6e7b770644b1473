"""A campus as a scenario: buildings with switches and hosts, a ring of routers, and bad links between them."""

from typing import Any

BUILDINGS = 8
HOSTS = 12
"""In each building, half of them on each of its two switches."""
PINGS = 2_000
"""That each host sends, one a second."""
INTERVAL = 20
"""Seconds from one cut of a link in the ring to the next."""


def campus() -> dict[str, Any]:
    """About 120 devices, which change several hundred tables: every host pings one in another building.

    ARP rows age and are asked for again, switches learn, long datagrams are cut and put together again, the ring
    loses and repeats frames, and its links fail in turn, so that routers answer with ICMP errors.
    """
    nodes: dict[str, Any] = {}
    links: list[Any] = []
    actions: list[Any] = []
    for building in range(BUILDINGS):
        router = f"r{building}"
        nodes[router] = {"router": _interfaces(building), "routes": "auto"}
        following = (building + 1) % BUILDINGS
        ring = {"link": f"{router}:eth1 -- r{following}:eth2", "delay": "2ms", "jitter": "1ms"}
        links.append(ring | {"loss": "1%", "duplicate": "0.5%", "mtu": 1400})
        low, high = f"sw{building}a", f"sw{building}b"
        nodes[low] = nodes[high] = {"switch": HOSTS // 2 + 2}
        links += [f"{router}:eth0 -- {low}", f"{low} -- {high}"]
        for number in range(HOSTS):
            host = f"pc{building}x{number}"
            nodes[host] = {"host": f"10.0.{building}.{number + 1}/24", "gateway": f"10.0.{building}.254"}
            links.append(f"{host} -- {low if number % 2 else high}")
            actions.append(_ping(building, number, host))
    for time in range(INTERVAL, PINGS, INTERVAL):
        link = links[(time // INTERVAL * 3 % BUILDINGS) * (HOSTS + 3)]["link"]
        actions += [{"at": f"{time}s", "cut": link}, {"at": f"{time + INTERVAL // 4}s", "mend": link}]
    return {"title": "A campus", "seed": 1, "nodes": nodes, "links": links, "actions": actions}


def _interfaces(building: int) -> dict[str, str]:
    """To the building, to the following router and to the one before."""
    before = (building - 1) % BUILDINGS
    return {
        "eth0": f"10.0.{building}.254/24",
        "eth1": f"172.16.{building}.1/30",
        "eth2": f"172.16.{before}.2/30",
    }


def _ping(building: int, number: int, host: str) -> dict[str, str]:
    other = (building + 1 + number % (BUILDINGS - 1)) % BUILDINGS
    size = (56, 512, 1372, 3000)[number % 4]
    command = f"ping -c {PINGS} -s {size} 10.0.{other}.{HOSTS - number}"
    return {"at": f"{1000 + (building * HOSTS + number) * 10}ms", "on": host, "run": command}
