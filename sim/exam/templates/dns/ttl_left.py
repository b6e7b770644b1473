"""The TTL in an answer that comes from a cache."""

from collections.abc import Iterator
from typing import cast

from sim.exam.asking import decimal, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.dns import beliefs
from sim.exam.templates.dns._questions import network, resolved

TEXT = {
    "en": "{resolver} got the address of {name} at {got} s, with a TTL of {ttl} s. At {asked} s {client} asks for "
    "the same "
    "name. Which TTL does the answer of {resolver} have (in s, give or take one)?",
    "zh": "{resolver} 在 {got} s 得到 {name} 的地址，TTL 为 {ttl} s。{asked} s 时 {client} 询问同一域名。"
    "{resolver} 的回答中 TTL 是多少（秒，误差一秒以内）？",
}
UNIT = {"en": "s"}
RULE = {"en": "a cache counts the TTL of its answers down", "zh": "缓存会递减答案的 TTL"}
_SECOND = 1_000_000_000
REASON = {
    "en": "Of {ttl} s about {passed} s have passed: {left} s are left.",
    "zh": "{ttl} s 中已过去约 {passed} s：剩 {left} s。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each answer that a resolver gives without asking anybody, of a name whose answer it kept before."""
    kept: dict[tuple[str, str], tuple[int, int]] = {}
    for n, node, change in run.changes("dns-server-cache"):
        if change.after is not None and change.after.ttl:
            name, _ = cast(tuple[str, str], change.key)
            kept.setdefault((node, name.rstrip(".")), (n, change.after.ttl))
    for each in resolved(run):
        known = kept.get((each.answer.flight.node, each.query.name.rstrip(".")))
        if not each.asked and each.answer.value.answer and known is not None and known[0] < each.query.flight.n:
            yield Moment(each.query.flight.n, (each, *known))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    each, n, ttl = moment.about
    got, asked = run.trace.at[n], run.trace.at[each.answer.flight.n]
    told = each.answer.value.answer[0].ttl
    passed = (asked - got) / _SECOND
    if abs(told - (ttl - passed)) > 1 or passed < 2:
        raise AmbiguousError("another answer")
    resolver = each.answer.flight.node
    shown = run.shown_by(each.answer.flight)
    return Draft(
        say(
            TEXT,
            resolver=resolver,
            client=each.query.flight.node,
            name=each.query.name.rstrip("."),
            ttl=ttl,
            got=f"{got / _SECOND:.1f}",
            asked=f"{asked / _SECOND:.1f}",
        ),
        blanks=(
            decimal(
                float(round(ttl - passed)),
                1.1,
                say(UNIT),
                [
                    slip(float(ttl), beliefs.TTL_STARTS_ANEW, passed=f"{passed:.0f}"),
                    slip(float(round(passed)), beliefs.TTL_IS_AGE),
                ],
            ),
        ),
        proof=shown,
        reason=say(REASON, ttl=ttl, passed=round(passed), left=round(ttl - passed)),
        clause="RFC 1035, 3.2.1",
        hints=(look_at(resolver, "dns-server-cache"), rule(RULE), step_to(shown[0])),
    )


TEMPLATE = Template(
    id="dns/ttl-left",
    title={"en": "The TTL that is left", "zh": "剩余的 TTL"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    folders=("dns/when-the-ttl-is-over",),
    network=network,
)
