"""The windows after a time-out."""

from collections.abc import Iterator

from sim.exam.asking import look_at, number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.congestion import beliefs
from sim.exam.templates.congestion._transfer import FIRST, ROUND, transfer
from sim.trace.records import Change

TEXT = {
    "en": "{node} has a congestion window of {cwnd} octets and an ssthresh of {ssthresh} octets. A segment has "
    "{mss} octets. "
    "All {cwnd} octets of the window are under way, and the retransmission timer runs out. Which values follow?",
    "zh": "{node} 的拥塞窗口为 {cwnd} 字节，ssthresh 为 {ssthresh} 字节，每个报文段 {mss} 字节。窗口的 {cwnd} "
    "字节全部在途时，重传定时器超时。之后的值是多少？",
}
SSTHRESH = {"en": "ssthresh (octets)", "zh": "ssthresh（字节）"}
CWND = {"en": "congestion window (octets)", "zh": "拥塞窗口（字节）"}
RULE = {
    "en": "after a time-out: ssthresh is half of what was under way, the congestion window is one segment",
    "zh": "超时之后：ssthresh 为在途数据的一半，拥塞窗口为一个报文段",
}


def moments(run: Run) -> Iterator[Moment]:
    for n, _, change in run.changes("tcp-send"):
        if run.rule(n) == "congestion.timeout" and change.before is not None and change.after is not None:
            yield Moment(n - 1, n)


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n = moment.about
    change, node = run.trace.what[n], run.node(n)
    assert isinstance(change, Change)
    before, after = change.before, change.after
    mss = after.cwnd
    is_even = before.cwnd % (2 * mss) == 0
    if before.snd_nxt - before.snd_una != before.cwnd or not is_even or before.ssthresh > 1 << 20:
        raise AmbiguousError("more or less under way than the window, or no even number of segments")
    if after.ssthresh == before.ssthresh:
        raise AmbiguousError("the question tells the answer: ssthresh stays")
    return Draft(
        say(TEXT, node=node, cwnd=before.cwnd, ssthresh=before.ssthresh, mss=mss),
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
                [slip(after.ssthresh, beliefs.RESTART_AT_SSTHRESH), slip(before.cwnd, beliefs.UNCHANGED)],
                label=say(CWND),
            ),
        ),
        proof=(n,),
        hints=(look_at(node, "tcp-send"), rule(RULE), step_to(n)),
    )


def network(chance: Chance) -> Network:
    """The cable is pulled while a whole round of segments is on it."""
    made = transfer(chance, chance.among(3, 12))
    round_ = chance.among(4, 9)
    cut = (FIRST + (round_ - 1) * ROUND + ROUND // 4) // 1_000_000
    actions = [{"at": f"{cut}ms", "cut": "client -- server"}, {"at": f"{cut + 150}ms", "mend": "client -- server"}]
    return {**made, "actions": actions}


TEMPLATE = Template(
    id="congestion/after-timeout",
    title={"en": "The windows after a time-out", "zh": "超时后的窗口"},
    kind=Kind.ROW,
    level="exam",
    seconds=60,
    moments=moments,
    ask=ask,
    folders=("tcp/cwnd-exercise",),
    network=network,
    is_narrow=True,
)
