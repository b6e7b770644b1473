"""When a mapping of UDP ends."""

from collections.abc import Iterator
from typing import Any, cast

from sim.exam.asking import decimal, look_at, rule, slip, step_to
from sim.exam.blueprints import IN_NO_CERTIFICATE
from sim.exam.chance import Chance
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say, span
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.nat import beliefs
from sim.exam.templates.nat._homes import FRIEND, Translated, home, ports_of, settings_of, translated
from sim.features.nat.machine import TABLE, MappingKey
from sim.features.nat.settings import Refresh
from sim.ip.ipv4.pdu import PROTOCOL_UDP
from sim.quantities import seconds

TEXT = {
    "en": "{router} keeps a mapping of UDP for {timeout} after the last datagram that goes out. These datagrams of the "
    "mapping {outside} pass. When does the mapping end, in seconds on this clock?",
    "zh": "{router} 在最后一个发出的数据报之后把 UDP 映射保留 {timeout}。映射 {outside} 的数据报如下。"
    "映射在第几秒结束？",
}
UNIT = {"en": "s"}
RULE = {
    "en": "only what goes out gives a mapping more time (RFC 4787 REQ-6)",
    "zh": "只有发出的数据报才延长映射的时间（RFC 4787 REQ-6）",
}
_SECOND = 1_000_000_000
REASON = {
    "en": "The last datagram that goes out passes at {last} s. With {timeout} more the mapping ends at {over} s.",
    "zh": "最后一个发出的数据报在 {last} s 通过，再过 {timeout}，映射在 {over} s 结束。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each mapping of UDP that ends because of silence, with the datagrams that it translated."""
    passed = sorted(translated(run, "nat.source", "nat.destination"), key=lambda each: each.n)
    for n, node, change in run.changes(TABLE):
        key = cast(MappingKey, change.key)
        if run.rule(n) != "nat.ended" or run.rule(run.trace.cause[n]) != "conntrack.expired":
            continue
        begun = max(
            (m for m, _, other in run.changes(TABLE) if m < n and other.key == key and other.before is None),
            default=None,
        )
        if begun is None or key.protocol != PROTOCOL_UDP:
            continue
        own = [each for each in passed if begun <= each.n < n and each.router == node and _outside(each) == key]
        if len(own) > 1:
            yield Moment(own[-1].n, (n, key, tuple(own)))


def _outside(each: Translated) -> tuple[int, object, int]:
    is_out = each.before.src != each.after.src
    datagram, place = (each.after, 0) if is_out else (each.before, 1)
    return datagram.protocol, datagram.src if is_out else datagram.dst, ports_of(datagram)[place]


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    ended, key, passed = moment.about
    trace = run.trace
    timeout = trace.why[trace.cause[ended]].facts["timeout"]
    router = passed[0].router
    if settings_of(run, router).refresh is not Refresh.OUTBOUND:
        raise AmbiguousError("what comes in counts as well")
    out = [trace.at[each.n] for each in passed if each.before.src != each.after.src]
    last = trace.at[passed[-1].n]
    truth = trace.at[ended]
    if not out or abs(truth - out[-1] - timeout) > _SECOND // 100:
        raise AmbiguousError("several time-outs")
    given = tuple(
        f"{seconds(trace.at[each.n])} s  {'out' if each.before.src != each.after.src else 'in '}  "
        f"{each.before.src} > {each.before.dst}"
        for each in passed
    )
    slips = [
        slip((last + timeout) / _SECOND, beliefs.BOTH_REFRESH),
        slip((out[0] + timeout) / _SECOND, beliefs.FIRST_COUNTS),
    ]
    if not any(abs(each.value - truth / _SECOND) > 1 for each in slips):
        raise AmbiguousError("every belief comes to the truth")
    return Draft(
        say(TEXT, router=router, timeout=span(timeout), outside=f"{key[1]}:{key[2]}"),
        blanks=(decimal(truth / _SECOND, 0.5, say(UNIT), slips),),
        proof=(ended,),
        reason=say(REASON, last=seconds(out[-1]), timeout=span(timeout), over=f"{truth / _SECOND:.6g}"),
        hints=(look_at(router, TABLE), rule(RULE), step_to(ended)),
        figures=(Figure(FigureKind.TOPOLOGY),),
        given=given,
    )


_SERVER = """\
import socket
import time

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("", 7))
while True:
    data, sender = sock.recvfrom(100)
    time.sleep(int(data))
    sock.sendto(b"news", sender)
"""


def network(chance: Chance) -> Network:
    """A laptop that asks once or twice, and news that come some seconds later."""
    made: dict[str, Any] = home(chance, 1, {})
    timeout = 10 * chance.among(2, 6)
    made["nodes"]["home"]["conntrack"] = {"udp": f"{timeout}s", "udp_replied": f"{timeout}s"}
    own = chance.among(5000, 9000)
    later = [chance.among(3, timeout - 4) for _ in range(chance.among(1, 2))]
    code = "import socket\nimport time\n\nsock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
    code += f"sock.bind(('', {own}))\n"
    for delay in later:
        code += f"sock.sendto(b'{delay}', ('{FRIEND}', 7))\nprint(sock.recv(100))\ntime.sleep(2)\n"
    code += "time.sleep(200)\n"
    return {
        **made,
        "programs": [
            {"on": "friend", "code": _SERVER, "name": "server.py"},
            {"on": "laptop1", "at": "1s", "code": code, "name": "client.py"},
        ],
        "until": f"{sum(later) + timeout + 15}s",
    }


TEMPLATE = Template(
    id="nat/mapping-ends",
    title={"en": "The end of a mapping", "zh": "映射何时结束"},
    kind=Kind.NUMBER,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("nat/a-udp-mapping-times-out",),
    network=network,
    other_domains=IN_NO_CERTIFICATE,
)
