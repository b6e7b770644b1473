"""When a client renews its lease and when it rebinds."""

from collections.abc import Iterator

from sim.exam.asking import decimal, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.dhcp import beliefs
from sim.exam.templates.dhcp._messages import LEASE, messages, network

TEXT = {
    "en": "{client} has a lease of {lease} {units}, and the server says nothing else about times. "
    "After how many {units} does it ask its server to renew (T1), and after how many any server (T2)?",
    "zh": "{client} 的租期是 {lease} {units}，服务器没有另外规定时间。多少{units}后它向原服务器续租（T1），"
    "多少{units}后向任何服务器请求（T2）？",
}
UNITS = (
    (60_000_000_000, {"en": "minutes", "zh": "分钟"}, {"en": "min"}),
    (1_000_000_000, {"en": "seconds", "zh": "秒"}, {"en": "s"}),
)
"""What a lease is told in: minutes where it has whole ones. Each with its nanoseconds, its name and its sign."""
T1 = {"en": "T1"}
T2 = {"en": "T2"}
RULE = {
    "en": "T1 is half of the lease, T2 seven eighths of it (RFC 2131, 4.4.5)",
    "zh": "T1 是租期的一半，T2 是租期的八分之七（RFC 2131 4.4.5）",
}
REASON = {
    "en": "T1 is half of {lease} {units}, which is {t1} {units}. T2 is seven eighths of the lease: {t2} {units}.",
    "zh": "T1 是 {lease} {units}的一半，即 {t1} {units}；T2 是租期的八分之七，即 {t2} {units}。",
}


def moments(run: Run) -> Iterator[Moment]:
    leases = {message.value.xid: message.option(LEASE) for message in messages(run) if message.name == "ACK"}
    for n, node, change in run.changes("dhcp-client"):
        row = change.after
        if run.rule(n) == "dhcp.acknowledged" and row is not None and row.t1 is not None and row.xid in leases:
            yield Moment(n - 1, (n, node, row))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n, node, row = moment.about
    if row.lease is None or row.t2 is None or row.expiry is None:
        raise AmbiguousError("a lease without an end")
    start = row.expiry - row.lease
    ns, units, sign = next((each for each in UNITS if row.lease % each[0] == 0), UNITS[-1])
    lease, t1, t2 = row.lease / ns, (row.t1 - start) / ns, (row.t2 - start) / ns
    if abs(t1 * 2 - lease) > lease / 100 or abs(t2 * 8 - lease * 7) > lease / 10:
        raise AmbiguousError("other times than the usual ones")
    unit, tolerance = say(sign), lease / 100
    return Draft(
        say(TEXT, client=node, lease=f"{lease:g}", units=say(units)),
        blanks=(
            decimal(t1, tolerance, unit, [slip(lease, beliefs.T1_IS_LEASE)], say(T1)),
            decimal(
                t2,
                tolerance,
                unit,
                [slip(lease, beliefs.T2_IS_LEASE), slip(lease * 3 / 4, beliefs.T2_THREE_QUARTERS)],
                say(T2),
            ),
        ),
        proof=(n,),
        reason=say(REASON, lease=f"{lease:g}", t1=f"{t1:g}", t2=f"{t2:g}", units=say(units)),
        clause="RFC 2131, 4.4.5",
        hints=(look_at(node, "dhcp-client"), rule(RULE), step_to(n)),
    )


TEMPLATE = Template(
    id="dhcp/timers",
    title={"en": "T1 and T2 of a lease", "zh": "租约的 T1 与 T2"},
    kind=Kind.ROW,
    level="core",
    seconds=45,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
