"""How long a cache answers with an address that its owner has changed."""

from collections.abc import Iterator
from typing import cast

from sim.exam.asking import decimal, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.dns import _questions, beliefs
from sim.trace.records import Kind as Happened

TEXT = {
    "en": "{resolver} got the address of {name} at {got} s on this clock, with a TTL of {ttl} s, and keeps it in its "
    "cache. The owner of the zone changes the address {later} s after that. From when on does {resolver} no longer "
    "give the old address (in s on the clock, give or take one)?",
    "zh": "{resolver} 在时刻 {got} s 得到 {name} 的地址，TTL 为 {ttl} s，并存入缓存。{later} s 之后，区域的所有者修改了"
    "该地址。从哪个时刻起 {resolver} 不再给出旧地址（秒，误差一秒以内）？",
}
UNIT = {"en": "s"}
RULE = {
    "en": "nobody tells a cache of a change; it forgets a record when the record's TTL is over",
    "zh": "没有谁会把修改通知缓存；记录的 TTL 到期时缓存才忘掉它",
}
REASON = {
    "en": "{resolver} forgets the record {ttl} s after {got} s, at {over} s, whatever the owner does meanwhile.",
    "zh": "{resolver} 在 {got} s 之后 {ttl} s，即 {over} s 时忘掉记录，与所有者其间做什么无关。",
}
_SECOND = 1_000_000_000
_DAY = 24 * 3600
_LONGEST_TTL = 3600
"""Of the networks that are made."""


def moments(run: Run) -> Iterator[Moment]:
    """Each row with an address in the cache of a resolver, from when it is made, if the run sees its end."""
    made: dict[tuple[str, object], tuple[int, int]] = {}
    for n, node, change in run.changes("dns-server-cache"):
        name, kind = cast(tuple[str, str], change.key)
        if run.trace.kind[n] == Happened.ROW_ADDED and change.after is not None and kind == "A":
            made[node, change.key] = (n, change.after.ttl)
        elif change.after is None and (node, change.key) in made:
            first, ttl = made.pop((node, change.key))
            yield Moment(first, (name.rstrip("."), ttl, n))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    name, ttl, end = moment.about
    got, over = run.trace.at[moment.n] / _SECOND, run.trace.at[end] / _SECOND
    if ttl < 10 or abs(over - got - ttl) > 0.5:
        raise AmbiguousError("a row that ends for another reason")
    later = chance.among(3, ttl // 2)
    resolver = run.node(moment.n)
    return Draft(
        say(TEXT, resolver=resolver, name=name, ttl=ttl, got=f"{got:.1f}", later=later),
        blanks=(
            decimal(
                float(round(got + ttl)),
                1.1,
                say(UNIT),
                [
                    slip(float(round(got + later)), beliefs.CHANGE_IS_PUSHED, resolver=resolver),
                    slip(float(round(got + later + ttl)), beliefs.TTL_FROM_CHANGE, later=later),
                    slip(float(round(got + later + 2 * _DAY)), beliefs.PROPAGATION, ttl=ttl),
                    slip(float(2 * _DAY), beliefs.PROPAGATION, ttl=ttl),
                ],
            ),
        ),
        proof=(end, moment.n),
        reason=say(REASON, resolver=resolver, got=f"{got:.1f}", ttl=ttl, over=round(got + ttl)),
        clause="RFC 1035, 3.2.1",
        hints=(look_at(resolver, "dns-server-cache"), rule(RULE), step_to(end)),
    )


def network(chance: Chance) -> Network:
    return {**_questions.network(chance), "until": f"{_LONGEST_TTL + 5}s"}


TEMPLATE = Template(
    id="dns/change-seen",
    title={"en": "How long a cache gives an old address", "zh": "缓存给出旧地址到何时"},
    kind=Kind.NUMBER,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    folders=("dns/when-the-ttl-is-over",),
    network=network,
)
