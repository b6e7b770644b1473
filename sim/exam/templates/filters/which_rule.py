"""Which rule of an access list decides about a datagram."""

from collections.abc import Iterator

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind, Option
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.filters import beliefs
from sim.exam.templates.filters._judged import Judged, described, judged, network
from sim.features.acl.entry import Entry
from sim.features.acl.tables import TABLE
from sim.ip.ipv4.pdu import IPv4

TEXT = {
    "en": "{router} checks {datagram} against this list. Which rule decides?",
    "zh": "{router} 用下面的列表检查{datagram}。由哪条规则决定？",
}
NUMBERED = {"en": "rule {number}", "zh": "规则 {number}"}
NONE = {"en": "none of them", "zh": "没有规则匹配"}
RULE = {
    "en": "rules are read from the top; the first that fits decides; what none fits is denied",
    "zh": "从上往下读规则，第一条匹配的规则决定；没有匹配的就拒绝",
}
REASON = {
    "en": "Rule {number} is “{rule}”, the first that fits.",
    "zh": "规则 {number} 是“{rule}”，第一条匹配的规则。",
}


_MISFITS = {
    "protocol": {"en": "its protocol is another one", "zh": "协议不同"},
    "source": {"en": "{src} is not among its sources", "zh": "{src} 不在它的源地址范围内"},
    "destination": {"en": "{dst} is not among its destinations", "zh": "{dst} 不在它的目的地址范围内"},
    "answer": {"en": "the segment has neither ACK nor RST", "zh": "报文段既没有 ACK 也没有 RST"},
    "message": {"en": "its type of ICMP message is another one", "zh": "ICMP 报文类型不同"},
    "port": {"en": "its ports are others", "zh": "端口不同"},
}


def moments(run: Run) -> Iterator[Moment]:
    for each in judged(run):
        yield Moment(each.n - 1, each)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each: Judged = moment.about
    fitting = [number for number in range(1, len(each.rules) + 1) if each.fits(number)]
    if (fitting[0] if fitting else 0) != each.number:
        raise AmbiguousError("a flow that was decided about before")
    options = [right(each.number, _told(each.number))]
    beliefs_of = {number: beliefs.LOOKS_ALIKE for number in range(1, len(each.rules) + 1) if number not in fitting}
    beliefs_of |= dict.fromkeys(fitting[1:], beliefs.LAST_MATCH)
    weights = [_weight(entry) for entry in each.entries]
    later = [number for number in fitting[1:] if weights[number - 1] > weights[each.number - 1]]
    beliefs_of |= dict.fromkeys(later, beliefs.MOST_SPECIFIC)
    beliefs_of.pop(each.number, None)
    named: list[Option] = [
        wrong(number, belief, _told(number), number=number, misfit=_misfit(each.entries[number - 1], each.datagram))
        for number, belief in beliefs_of.items()
    ]
    telling = [option for option in named if option.misconception is not beliefs.LOOKS_ALIKE]
    alike = [option for option in named if option.misconception is beliefs.LOOKS_ALIKE]
    end = [wrong(0, beliefs.END_DECIDES, _told(0))] if each.number else []
    options += [*telling[:2], *chance.shuffled([*end, *alike, *telling[2:]])]
    return Draft(
        say(TEXT, router=each.node, datagram=described(each.datagram)),
        tuple(options),
        proof=(each.n,),
        reason=say(REASON, number=each.number, rule=each.rules[each.number - 1]) if each.number else None,
        hints=(look_at(each.node, TABLE), rule(RULE), step_to(each.n)),
        given=each.lines,
    )


def _misfit(entry: Entry, datagram: IPv4) -> Said:
    """What of an entry is not so of a datagram, the first thing that a reader comes to."""
    if entry.protocol not in (None, datagram.protocol):
        what = "protocol"
    elif not entry.src.fits(datagram.src):
        what = "source"
    elif not entry.dst.fits(datagram.dst):
        what = "destination"
    elif entry.icmp is not None:
        what = "message"
    else:
        ports = entry._replace(established=False)
        what = "answer" if entry.established and ports.fits(datagram, str) else "port"
    return say(_MISFITS[what], src=datagram.src, dst=datagram.dst)


def _told(number: int) -> Said:
    return say(NUMBERED, number=number) if number else say(NONE)


def _weight(entry: Entry) -> int:
    """How much an entry says: the bits of its addresses, and more for a protocol and a port."""
    more = 8 * (entry.protocol is not None) + 16 * bool(entry.dst_ports or entry.src_ports)
    return entry.src.care.bit_count() + entry.dst.care.bit_count() + more


TEMPLATE = Template(
    id="filters/which-rule",
    title={"en": "The rule that decides", "zh": "起决定作用的规则"},
    kind=Kind.ONE,
    level="core",
    seconds=50,
    moments=moments,
    ask=ask,
    folders=("filters/the-wrong-order", "filters/a-shadowed-rule", "filters/established"),
    network=network,
)
