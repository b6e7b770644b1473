"""The windows after three duplicate ACKs."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.congestion import beliefs
from sim.exam.templates.congestion._transfer import transfer
from sim.exam.templates.congestion.after_timeout import CWND, SSTHRESH
from sim.trace.records import Change

TEXT = {
    "en": "{node} has a congestion window of {cwnd} octets and an ssthresh of {ssthresh} octets. A segment has "
    "{mss} octets. "
    "The third duplicate ACK arrives. Count as textbooks do (Reno, half of the window). "
    "With which values does the round after the recovery begin?",
    "zh": "{node} 的拥塞窗口为 {cwnd} 字节，ssthresh 为 {ssthresh} 字节，每个报文段 {mss} 字节。收到第三个重复 ACK。"
    "按教材的方法计算（Reno，窗口减半）。恢复之后的一轮从什么值开始？",
}
RULE = {
    "en": "after three duplicate ACKs: ssthresh is half of the window, and the window goes on from there",
    "zh": "三个重复 ACK 之后：ssthresh 为窗口的一半，窗口从那里继续",
}
REASON = {
    "en": "Half of {cwnd} octets is {half}: ssthresh, and after the recovery the congestion window as well.",
    "zh": "{cwnd} 字节的一半是 {half}：ssthresh 如此，恢复后的拥塞窗口也是。",
}


def moments(run: Run) -> Iterator[Moment]:
    for n, _, change in run.changes("tcp-send"):
        is_entry = run.rule(n) == "congestion.fast-retransmit-by-the-book" and change.before is not None
        if is_entry and change.before.phase != change.after.phase:
            yield Moment(n - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n = moment.about
    change, node = run.trace.what[n], run.node(n)
    assert isinstance(change, Change)
    before, after = change.before, change.after
    row = next((row for row in run.table(node, "tcp", n).values() if row.smss), None)
    if row is None or before.cwnd % (2 * row.smss) or after.cwnd != after.ssthresh or before.ssthresh > 1 << 20:
        raise AmbiguousError("a window that is no even number of segments")
    return Draft(
        say(TEXT, node=node, cwnd=before.cwnd, ssthresh=before.ssthresh, mss=row.smss),
        blanks=(
            number(
                after.ssthresh,
                [
                    slip(before.ssthresh // 2, beliefs.HALF_OF_SSTHRESH, cwnd=before.cwnd),
                    slip(before.ssthresh, beliefs.UNCHANGED),
                ],
                label=say(SSTHRESH),
            ),
            number(
                after.cwnd,
                [slip(row.smss, beliefs.TAHOE), slip(before.cwnd, beliefs.UNCHANGED)],
                label=say(CWND),
            ),
        ),
        proof=(n,),
        reason=say(REASON, cwnd=before.cwnd, half=after.cwnd),
        clause="RFC 5681, 3.2",
        hints=(look_at(node, "tcp-send"), rule(RULE), step_to(n)),
    )


def network(chance: Chance) -> Network:
    """One segment is lost in a round that has at least five."""
    made = transfer(chance, chance.among(4, 12))
    return {
        **made,
        "faults": [
            {"on": "client -- server", "drop": f"{10 * chance.among(1, 5) + chance.among(4, 9)}th tcp data from client"}
        ],
    }


TEMPLATE = Template(
    id="congestion/three-duplicates",
    title={"en": "The windows after three duplicate ACKs", "zh": "三个重复 ACK 后的窗口"},
    kind=Kind.ROW,
    level="exam",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("tcp/cwnd-exercise",),
    network=network,
    is_narrow=True,
)
