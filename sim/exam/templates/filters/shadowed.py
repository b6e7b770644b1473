"""Which rules of a list can never fit."""

from collections.abc import Iterator
from functools import reduce

from sim.exam.asking import look_at, right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import Said, say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.filters import beliefs
from sim.exam.templates.filters._judged import (
    TCP_PORTS,
    UDP_PORTS,
    Judged,
    any_rule,
    calls,
    ends,
    guarded,
    judged,
)
from sim.exam.templates.filters.which_rule import NUMBERED
from sim.features.acl.cover import shadowed
from sim.features.acl.tables import TABLE

TEXT = {
    "en": "{router} has this list. Which of its rules can never decide about a datagram?",
    "zh": "{router} 有下面的列表。哪些规则永远不会起作用？",
}
RULE = {
    "en": "a rule is of no use if the rules before it fit all that it would fit",
    "zh": "如果前面的规则已匹配它所能匹配的全部，这条规则就没有用",
}
TAKEN = {"en": "{rule} because of {earlier}", "zh": "{rule}（因为{earlier}）"}
REASON = {
    "en": "A rule decides nothing if earlier rules fit all that it would fit: {takers}.",
    "zh": "如果前面的规则已匹配某条规则所能匹配的全部，它就不起作用：{takers}。",
}
_AND_SO = {"en": "{one}; {more}", "zh": "{one}；{more}"}


def moments(run: Run) -> Iterator[Moment]:
    """Each list, with a datagram that a rule would fit which never decides."""
    seen = set()
    for each in judged(run):
        if (each.node, each.acl) not in seen and any(entry.states for entry in each.entries) is False:
            useless = {found.at + 1: tuple(by + 1 for by in found.by) for found in shadowed(each.entries)}
            if any(each.fits(number) for number in useless):
                seen.add((each.node, each.acl))
                yield Moment(each.n - 1, (each, useless))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each: Judged
    each, useless = moment.about
    if len(each.rules) < 3 or len(useless) == len(each.rules):
        raise AmbiguousError("too few rules")
    options = []
    for number in range(1, len(each.rules) + 1):
        text = say(NUMBERED, number=number)
        options.append(
            right(number, text) if number in useless else wrong(number, beliefs.OVERLAP, text, number=number)
        )
    return Draft(
        say(TEXT, router=each.node),
        tuple(options),
        proof=(each.n,),
        reason=say(REASON, takers=reduce(_joined, (_taken(number, by) for number, by in useless.items()))),
        hints=(look_at(each.node, TABLE), rule(RULE), step_to(each.n)),
        given=each.lines,
    )


def _joined(one: Said, more: Said) -> Said:
    return say(_AND_SO, one=one, more=more)


def _taken(number: int, earlier: tuple[int, ...]) -> Said:
    """Why a rule is of no use: the rules that fit all that it would fit."""
    return say(TAKEN, rule=say(NUMBERED, number=number), earlier=[say(NUMBERED, number=each) for each in earlier])


def network(chance: Chance) -> Network:
    """A list where a wide rule stands somewhere before a narrow one, and a call that both would fit."""
    at = ends(chance)
    protocol = chance.choice(("tcp", "udp", "icmp"))
    port = {"tcp": chance.choice(TCP_PORTS), "udp": chance.choice(UDP_PORTS), "icmp": 0}[protocol]
    told = f" eq {port}" if port else ""
    wide_source = chance.choice(("any", str(at.inside), str(at.half)))
    wide = f"{chance.choice((protocol, protocol, 'ip'))} {wide_source} {chance.choice(('any', str(at.outside)))}"
    narrow = f"{protocol} host {at.pc1} host {at.server}{told}"
    actions = chance.shuffled(("permit", "deny"))
    others = [any_rule(chance, at) for _ in range(chance.among(1, 3))]
    rules = chance.shuffled(others)
    first = chance.below(len(rules) + 1)
    rules.insert(first, f"{actions[0]} {wide}")
    rules.insert(chance.among(first + 1, len(rules)), f"{actions[1]} {narrow}")
    return guarded(chance, at, list(dict.fromkeys(rules)), [("pc1", protocol, port), *calls(chance, 2)])


TEMPLATE = Template(
    id="filters/shadowed",
    title={"en": "Rules that never fit", "zh": "永远不起作用的规则"},
    kind=Kind.SEVERAL,
    level="exam",
    seconds=75,
    moments=moments,
    ask=ask,
    folders=("filters/a-shadowed-rule", "filters/the-wrong-order"),
    network=network,
)
