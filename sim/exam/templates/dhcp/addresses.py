"""The IP addresses of a DHCP request: of a client without an address, at T1, and at T2."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.addresses import ANY, LIMITED_BROADCAST, IPv4Address
from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind, Misconception
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.dhcp import beliefs
from sim.exam.templates.dhcp._messages import SERVER, Message, messages
from sim.exam.templates.dhcp._messages import network as with_servers

TEXT = {
    "en": "{situation} Which IP addresses stand in the header of this datagram?",
    "zh": "{situation}该数据报首部中是哪两个 IP 地址？",
}
SELECTING = {
    "en": "{client} has no address yet. {server} offers it {address}, and {client} now sends the REQUEST.",
    "zh": "{client} 还没有地址。{server} 为它提供 {address}，现在 {client} 发送 REQUEST。",
}
RENEWING = {
    "en": "{client} has leased {address} from {server}. Half of the lease is over (T1), and {client} sends a REQUEST "
    "to renew it.",
    "zh": "{client} 从 {server} 租用了 {address}。租期已过一半（T1），{client} 发送 REQUEST 来续租。",
}
REBINDING = {
    "en": "{client} has leased {address} from {server}, which does not answer any more. Seven eighths of the lease are "
    "over (T2), and {client} sends a REQUEST.",
    "zh": "{client} 从 {server} 租用了 {address}，而 {server} 不再回答。租期已过八分之七（T2），"
    "{client} 发送 REQUEST。",
}
PAIR = {"en": "from {source} to {destination}", "zh": "从 {source} 到 {destination}"}
RULE = {
    "en": "who has no address writes 0.0.0.0; who wants any server to hear it writes 255.255.255.255",
    "zh": "没有地址的客户端写 0.0.0.0；要让任何服务器都听到，就写 255.255.255.255",
}


class _Request(NamedTuple):
    """A REQUEST, the server that has offered or leased an address, and this address."""

    message: Message
    server: IPv4Address
    address: IPv4Address
    situation: str
    """A key of ``_SITUATIONS``."""


_SITUATIONS = {"selecting": SELECTING, "renewing": RENEWING, "rebinding": REBINDING}


def moments(run: Run) -> Iterator[Moment]:
    """Each REQUEST that follows an offer, and each of a client with a lease."""
    given: dict[IPv4Address, Message] = {}
    offers: dict[int, Message] = {}
    for message in messages(run):
        found: Message | None = None
        situation = "selecting"
        if message.name == "OFFER":
            offers[message.value.xid] = message
        elif message.name == "ACK":
            given[message.value.yiaddr] = message
        elif message.name == "REQUEST" and message.value.ciaddr:
            found = given.get(message.value.ciaddr)
            situation = "rebinding" if message.destination == LIMITED_BROADCAST else "renewing"
        elif message.name == "REQUEST":
            found = offers.get(message.value.xid)
        named = None if found is None else found.option(SERVER)
        if found is not None and named is not None:
            server = IPv4Address(int.from_bytes(named, "big"))
            about = _Request(message, server, found.value.yiaddr, situation)
            yield Moment(run.shown_by(message.flight)[0] - 1, about)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    request, server, address, situation = moment.about
    truth = request.source, request.destination
    expected = {
        "selecting": (ANY, LIMITED_BROADCAST),
        "renewing": (address, server),
        "rebinding": (address, LIMITED_BROADCAST),
    }
    if truth != expected[situation]:
        raise AmbiguousError("a client that has another address, or an offer of another server")
    pairs = [(source, to) for source in (ANY, address) for to in (LIMITED_BROADCAST, server)]
    shown = run.shown_by(request.flight)
    facts = {"client": request.flight.node, "server": server, "address": address}
    return Draft(
        say(TEXT, situation=say(_SITUATIONS[situation], **facts), **facts),
        (
            right(truth, _pair(*truth)),
            *(wrong(pair, _belief(pair, truth), _pair(*pair), **facts) for pair in pairs if pair != truth),
        ),
        proof=shown,
        hints=(rule(RULE), step_to(shown[0])),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def _belief(pair: tuple[IPv4Address, IPv4Address], truth: tuple[IPv4Address, IPv4Address]) -> Misconception:
    """What leads to a wrong pair of addresses: a wrong source first."""
    if pair[0] != truth[0]:
        return beliefs.HAS_ADDRESS if truth[0] == ANY else beliefs.ALWAYS_ZEROS
    if truth[1] != LIMITED_BROADCAST:
        return beliefs.ALWAYS_BROADCAST
    return beliefs.KNOWS_SERVER if truth[0] == ANY else beliefs.WAITS_FOR_SERVER


def _pair(source: IPv4Address, destination: IPv4Address) -> Said:
    return say(PAIR, source=source, destination=destination)


def network(chance: Chance) -> Network:
    """Servers with a lease of hours; or one with a short lease, which is renewed or, with its cable out, is not."""
    if chance.below(8) == 0:
        return with_servers(chance, chance.among(1, 2))
    made = with_servers(chance)
    lease, is_cut = 8 * chance.among(5, 30), chance.below(2) == 0
    nodes = {
        name: {**node, "dhcp": {**node["dhcp"], "lease": f"{lease}s"}} if "dhcp" in node else node
        for name, node in made["nodes"].items()
    }
    actions = [{"at": "8s", "cut": "srv1 -- sw1"}] if is_cut else []
    until = lease // 8 * 7 + 2 if is_cut else lease // 2 + 2
    return {**made, "nodes": nodes, "actions": actions, "until": f"{until}s"}


TEMPLATE = Template(
    id="dhcp/addresses",
    title={"en": "The addresses of a DHCP request", "zh": "DHCP 请求的 IP 地址"},
    kind=Kind.ONE,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("dhcp/renew-and-rebind", "dhcp/the-lease-is-over"),
    network=network,
)
