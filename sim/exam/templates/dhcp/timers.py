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
    "en": "{client} has a lease of {lease} minutes, and the server says nothing else about times. "
    "After how many minutes does it ask its server to renew (T1), and after how many any server (T2)?",
    "zh": "{client} 的租期是 {lease} 分钟，服务器没有另外规定时间。多少分钟后它向原服务器续租（T1），"
    "多少分钟后向任何服务器请求（T2）？",
}
MINUTES = {"en": "min"}
T1 = {"en": "T1"}
T2 = {"en": "T2"}
RULE = {
    "en": "T1 is half of the lease, T2 seven eighths of it (RFC 2131, 4.4.5)",
    "zh": "T1 是租期的一半，T2 是租期的八分之七（RFC 2131 4.4.5）",
}
_MINUTE = 60_000_000_000
REASON = {
    "en": "T1 is half of {lease} minutes, which is {t1} minutes. T2 is seven eighths of them: {t2} minutes.",
    "zh": "T1 是 {lease} 分钟的一半，即 {t1} 分钟；T2 是它的八分之七，即 {t2} 分钟。",
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
    lease, t1, t2 = row.lease / _MINUTE, (row.t1 - start) / _MINUTE, (row.t2 - start) / _MINUTE
    if abs(t1 * 2 - lease) > lease / 100 or abs(t2 * 8 - lease * 7) > lease / 10:
        raise AmbiguousError("other times than the usual ones")
    unit, tolerance = say(MINUTES), lease / 100
    return Draft(
        say(TEXT, client=node, lease=f"{lease:g}"),
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
        reason=say(REASON, lease=f"{lease:g}", t1=f"{t1:g}", t2=f"{t2:g}"),
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
