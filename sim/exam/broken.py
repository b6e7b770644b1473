"""Labs from a seed: a network that works, and one to three faults in it. The seed fixes all of it, on every machine.

A fault is kept only where it does harm: alone, it makes a goal fail. So each fault has to be found.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from sim.addresses import InterfaceAddress, IPv4Address, Prefix
from sim.branches.edit import EditError, edited
from sim.exam.chance import Chance
from sim.languages import Wording, said
from sim.scenario import splice
from sim.scenario.expect import check
from sim.scenario.expectations import read_sentence
from sim.scenario.load import load_text
from sim.scenario.plan import Scenario
from sim.session import Session

_TRIES = 40
_PROBES_AT = 30
"""Seconds: when the hosts try what has to work."""

Data = dict[str, Any]


class Fault(NamedTuple):
    """What is wrong: the edit that breaks it, the edit that mends it, and the device that has it."""

    edit: str
    solution: str
    device: str


class GeneratedError(Exception):
    """No fault did harm in so many networks; ``reasons`` counts why each was thrown away."""

    def __init__(self, reasons: Counter[str]) -> None:
        super().__init__(f"no lab came out: {dict(reasons)}")
        self.reasons = reasons


_TITLE: Wording = {"en": "Lab {seed}: something is broken", "zh": "实验 {seed}：有东西坏了"}
_TASK: Wording = {
    "en": "Faults in this network: {count}. Let all hosts reach the server, which should have {server}, by {at} s.",
    "zh": "这个网络中的错误：{count} 处。服务器的地址应为 {server}。请使所有主机在 {at} s 之前都能到达它。",
}
_HINTS: tuple[Wording, ...] = (
    {"en": "Follow the ping of each host to the place where it ends.", "zh": "跟踪每台主机的 ping，直到它终止的地方。"},
    {"en": "Look at {names}.", "zh": "看看 {names}。"},
)


def generated(seed: int, faults: int = 1, language: str = "en") -> str:
    """The text of a lab with so many faults (1 to 3). Raises :class:`GeneratedError`."""
    reasons: Counter[str] = Counter()
    for attempt in range(_TRIES):
        chance = Chance("lab", seed, faults, attempt)
        network, hosts = _network(chance)
        network["title"] = said(_TITLE, language).format(seed=seed)
        whole = load_text("".join(_lines(network)), "lab")
        made = _faults(network, whole, hosts, chance, faults)
        if made is None:
            reasons["too few faults do harm"] += 1
            continue
        names = ", ".join(sorted({fault.device for fault in made}))
        lab = {
            "task": said(_TASK, language).format(count=len(made), at=_PROBES_AT, server=_server(network)),
            "goals": _goals(hosts),
            "hints": [said(hint, language).format(names=names) for hint in _HINTS],
            "solution": [fault.solution for fault in made],
        }
        return splice.put(edited(whole, [fault.edit for fault in made]).text, ("lab",), lab)
    raise GeneratedError(reasons)


def _lines(network: Data) -> Iterator[str]:
    """The network as a teacher would write it: a line for each device, link and action."""
    for key, value in network.items():
        if not isinstance(value, dict | list):
            yield f"{key}: {json.dumps(value, ensure_ascii=False)}\n"
            continue
        yield f"{key}:\n"
        items = value.items() if isinstance(value, dict) else (("-", each) for each in value)
        for head, item in items:
            yield f"  {head}{'' if head == '-' else ':'} {_flow(item)}\n"


def _flow(value: Any) -> str:
    """A value on one line, in quotes only where YAML needs them."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return str(value)


def _goals(hosts: list[str]) -> list[str]:
    return [f"{host} receives icmp echo-reply from server" for host in hosts]


def _network(chance: Chance) -> tuple[Data, list[str]]:
    """Routers in a row, each with a network of its own; the server is at the last one. And the hosts' names."""
    count = chance.among(2, 4)
    nodes: Data = {}
    links: list[str] = []
    lans = [Prefix.parse(f"10.{chance.among(1, 200)}.{place}.0/24") for place in range(count)]
    hosts: list[str] = []
    for place, lan in enumerate(lans):
        gateway = _address(lan, 254)
        interfaces = {"eth0": f"{gateway}/24"}
        routes = []
        if place > 0:
            interfaces["eth1"] = f"172.16.{place}.2/30"
            routes += [{"to": str(other), "via": f"172.16.{place}.1"} for other in lans[:place]]
            links.append(f"r{place}:eth2 -- r{place + 1}:eth1")
        if place < count - 1:
            interfaces["eth2"] = f"172.16.{place + 1}.1/30"
            routes += [{"to": str(other), "via": f"172.16.{place + 1}.2"} for other in lans[place + 1 :]]
        nodes[f"r{place + 1}"] = {"router": interfaces, "routes": routes}
        nodes[f"sw{place + 1}"] = {"switch": "6 ports"}
        links.append(f"r{place + 1}:eth0 -- sw{place + 1}")
        for number in range(chance.among(1, 2) if place < count - 1 else 1):
            name = "server" if place == count - 1 else f"pc{len(hosts) + 1}"
            if name != "server":
                hosts.append(name)
            nodes[name] = {"host": f"{_address(lan, chance.among(1, 120) + 120 * number)}/24", "gateway": str(gateway)}
            links.append(f"{name} -- sw{place + 1}")
    server = _server({"nodes": nodes})  # a name would stand for the address that a fault gives it
    actions = [
        {"at": f"{time}s", "on": host, "run": f"ping -c 1 {server}"}
        for first in (2, _PROBES_AT)
        for time, host in enumerate(hosts, first)
    ]
    data: Data = {"title": "lab", "topics": ["labs"], "until": f"{_PROBES_AT + 20}s"}
    return {**data, "nodes": nodes, "links": links, "actions": actions}, hosts


def _server(network: Data) -> str:
    return str(network["nodes"]["server"]["host"].partition("/")[0])


def _address(network: Prefix, number: int) -> IPv4Address:
    return IPv4Address(int(network.network) + number)


def _faults(network: Data, whole: Scenario, hosts: list[str], chance: Chance, count: int) -> list[Fault] | None:
    """So many faults, each in another device; ``None`` where not so many do harm."""
    made: list[Fault] = []
    for place, break_one in _candidates(network, chance):
        fault = break_one(network, place, chance)
        if fault is None or any(other.device == fault.device for other in made) or not _does_harm(whole, fault, hosts):
            continue
        made.append(fault)
        if len(made) == count:
            return made
    return None


def _does_harm(whole: Scenario, fault: Fault, hosts: list[str]) -> bool:
    try:
        session = Session(edited(whole, [fault.edit]))
    except EditError:
        return False  # no scenario can have it, such as the broadcast address for a host
    session.run()
    expected = [read_sentence(goal, session.scenario.names) for goal in _goals(hosts)]
    return not all(outcome.ok for outcome in check(session.scenario, session.trace, expected))


Break = Callable[[Data, str, Chance], Fault | None]
"""Breaks a device or a link of a network; ``None`` where there is nothing to break."""


def _candidates(network: Data, chance: Chance) -> Iterator[tuple[str, Break]]:
    every = [(name, fault) for name in network["nodes"] for fault in _FAULTS.get(_kind(network["nodes"][name]), ())]
    cables = [(link, _pulled_cable) for link in network["links"]]
    return iter(chance.shuffled([*every, *chance.shuffled(cables)[:2]]))


def _kind(node: Mapping[str, Any]) -> str:
    return next(iter(node))


def _changed(data: Data, name: str, key: str, value: Any) -> Fault:
    """A device has another value; the solution puts the old one back."""
    path = f"nodes.{name}.{key}"
    before = data["nodes"][name][key]
    return Fault(f"set {path} = {json.dumps(value)}", f"set {path} = {json.dumps(before)}", name)


def _wrong_gateway(data: Data, name: str, chance: Chance) -> Fault:
    gateway = IPv4Address.parse(data["nodes"][name]["gateway"])
    return _changed(data, name, "gateway", str(IPv4Address(int(gateway) - chance.among(1, 3))))


def _long_mask(data: Data, name: str, chance: Chance) -> Fault:
    own = InterfaceAddress.parse(data["nodes"][name]["host"])
    return _changed(data, name, "host", f"{own.address}/{chance.among(25, 28)}")


def _other_network(data: Data, name: str, chance: Chance) -> Fault:
    """A digit of the third octet is mistyped."""
    own = InterfaceAddress.parse(data["nodes"][name]["host"])
    return _changed(data, name, "host", f"{IPv4Address(int(own.address) ^ chance.among(1, 3) << 8)}/24")


def _missing_route(data: Data, name: str, chance: Chance) -> Fault:
    routes = list(data["nodes"][name]["routes"])
    del routes[chance.below(len(routes))]
    return _changed(data, name, "routes", routes)


def _swallowing_route(data: Data, name: str, chance: Chance) -> Fault:
    routes = list(data["nodes"][name]["routes"])
    place = chance.below(len(routes))
    routes[place] = {"to": routes[place]["to"], "kind": "blackhole"}
    return _changed(data, name, "routes", routes)


def _route_back(data: Data, name: str, chance: Chance) -> Fault | None:
    """A route leads to the neighbour on the other side, which sends the packet back."""
    routes = list(data["nodes"][name]["routes"])
    hops = sorted({route["via"] for route in routes})
    if len(hops) < 2:
        return None
    place = chance.below(len(routes))
    other = next(hop for hop in hops if hop != routes[place]["via"])
    routes[place] = {**routes[place], "via": other}
    return _changed(data, name, "routes", routes)


def _pulled_cable(data: Data, link: str, chance: Chance) -> Fault:
    return Fault(f"1s cut {link}", f"20s mend {link}", link.partition(" ")[0].partition(":")[0])


_FAULTS: Mapping[str, tuple[Break, ...]] = {
    "host": (_wrong_gateway, _long_mask, _other_network),
    "router": (_missing_route, _swallowing_route, _route_back),
}
