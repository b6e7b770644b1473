"""Which address stands on a line of traceroute."""

import re
from collections.abc import Iterator

from sim.addresses import IPv4Address
from sim.exam.asking import address, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import has_equal_routes
from sim.exam.networks import address_of, chain
from sim.exam.question import Figure, FigureKind, Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.icmp import beliefs
from sim.trace.records import Call
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "On {host} somebody types: {command}. Which address does line {line} of the output show?",
    "zh": "有人在 {host} 上输入：{command}。输出的第 {line} 行显示哪个地址？",
}
RULE = {
    "en": "line n shows who answers probes with a time to live of n; a router answers from its interface on the way "
    "back",
    "zh": "第 n 行显示回答生存时间为 n 的探测包的设备；路由器用返回路径上的接口地址回答",
}
_LINE = re.compile(r"\s*(\d+)\s+(?:\S+ \()?(\d+\.\d+\.\d+\.\d+)\)?")
REASON = {
    "en": "The probes of line {line} have a time to live of {line}. The answers to them come from {ip}.",
    "zh": "第 {line} 行的探测包生存时间为 {line}，对它们的回答来自 {ip}。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each line of each traceroute that shows an address, by the command's record."""
    trace = run.trace
    for n in range(trace.configured, len(trace)):
        what = trace.what[n]
        if trace.kind[n] == Happened.CALL and isinstance(what, Call) and what.command.startswith("traceroute "):
            lines: dict[int, tuple[int, IPv4Address]] = {}
            for m, text in run.console(run.node(n)):
                found = _LINE.match(text)
                if m > n and found is not None and int(found[1]) == len(lines) + 1:
                    lines[int(found[1])] = (m, IPv4Address.parse(found[2]))
            for line in lines:
                yield Moment(n, (line, lines, what.command))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    line, lines, command = moment.about
    record, truth = lines[line]
    target = lines[max(lines)][1]
    if any(has_equal_routes(run, node, target, record) for node in run.of_kind("host", "router")):
        raise AmbiguousError("several equal routes")
    slips = [
        slip(lines[other][1], beliefs.ONE_HOP_FURTHER, ip=lines[other][1], line=line)
        for other in (line - 1, line + 1)
        if other in lines
    ]
    router = run.holder(truth, record)
    if router is not None:
        own = [each.address for row in run.interfaces(router, record).values() for each in row.addresses]
        slips += [slip(ip, beliefs.FAR_INTERFACE, ip=ip) for ip in own if ip != truth]
    return Draft(
        say(TEXT, host=run.node(moment.n), command=command, line=line),
        blanks=(address(truth, slips),),
        proof=(record,),
        reason=say(REASON, line=line, ip=truth),
        clause="RFC 1812, 5.3.1",
        hints=(rule(RULE), step_to(record)),
        figures=(Figure(FigureKind.TOPOLOGY),),
    )


def network(chance: Chance) -> Network:
    made = chain(chance, chance.among(2, 4))
    action = {"at": "1s", "on": "pc1", "run": f"traceroute -n {address_of(made, 'srv')}"}
    return {**made, "actions": [action], "until": "30s"}


TEMPLATE = Template(
    id="icmp/traceroute-line",
    title={"en": "A line of traceroute", "zh": "traceroute 的一行"},
    kind=Kind.ADDRESS,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("icmp/ttl-and-traceroute",),
    network=network,
)
