"""SRTT, RTTVAR and RTO after a sample."""

from collections.abc import Iterator

from sim.exam.asking import decimal, look_at, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.looking import conversations, segment_of
from sim.exam.networks import pair
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Network, Template
from sim.exam.templates.congestion import beliefs
from sim.trace.records import Change

TEXT = {
    "en": "{node} has an SRTT of {srtt} ms and an RTTVAR of {rttvar} ms. An ACK comes {sample} ms after its segment "
    "was "
    "sent. Compute by RFC 6298 (alpha = 1/8, beta = 1/4), without a lower bound for RTO.",
    "zh": "{node} 的 SRTT 为 {srtt} ms，RTTVAR 为 {rttvar} ms。某个报文段发出 {sample} ms 后收到 ACK。"
    "按 RFC 6298 计算（alpha = 1/8，beta = 1/4），RTO 不设下限。",
}
UNIT = {"en": "ms"}
RTTVAR = {"en": "RTTVAR"}
SRTT = {"en": "SRTT"}
RTO = {"en": "RTO"}
RULE = {
    "en": "RTTVAR = 3/4 RTTVAR + 1/4 |SRTT - R|, then SRTT = 7/8 SRTT + 1/8 R, then RTO = SRTT + 4 RTTVAR",
    "zh": "RTTVAR = 3/4 RTTVAR + 1/4 |SRTT - R|，再 SRTT = 7/8 SRTT + 1/8 R，再 RTO = SRTT + 4 RTTVAR",
}
_MS = 1_000_000
REASON = {
    "en": "RTTVAR is 3/4 · {var} + 1/4 · |{srtt} - {sample}| = {rttvar} ms, SRTT is 7/8 · {srtt} + 1/8 · {sample} = "
    "{average} ms, and RTO is {average} + 4 · {rttvar} = {rto} ms.",
    "zh": "RTTVAR 是 3/4 · {var} + 1/4 · |{srtt} - {sample}| = {rttvar} ms，SRTT 是 7/8 · {srtt} + 1/8 · {sample} = "
    "{average} ms，RTO 是 {average} + 4 · {rttvar} = {rto} ms。",
}


def moments(run: Run) -> Iterator[Moment]:
    """Each change of the estimate after its first, while no time-out is being backed off."""
    for n, node, change in run.changes("tcp-send"):
        before, after = change.before, change.after
        if before is None or after is None or before.srtt is None or before.retransmissions:
            continue
        if after.srtt != before.srtt and after.snd_una > before.snd_una:
            yield Moment(n - 1, (n, node))


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    n, node = moment.about
    change = run.trace.what[n]
    assert isinstance(change, Change)
    before, after = change.before, change.after
    sample = _sample(run, n, node, change)
    old, var, new = before.srtt / _MS, before.rttvar / _MS, sample / _MS
    if abs(old - new) < 1:
        raise AmbiguousError("a sample like the average")
    srtt, rttvar = after.srtt / _MS, after.rttvar / _MS
    if abs(srtt - (old * 7 + new) / 8) > 0.001 or abs(rttvar - (3 * var + abs(old - new)) / 4) > 0.001:
        raise AmbiguousError("another sample")
    unit, tolerance = say(UNIT), max(0.02, srtt * 0.001)
    rto = srtt + 4 * rttvar
    return Draft(
        say(TEXT, node=node, srtt=_told(old), rttvar=_told(var), sample=_told(new)),
        blanks=(
            decimal(
                rttvar, tolerance, unit, [slip(abs(old - new), beliefs.FIRST_SAMPLE_RULE, share="1/4")], say(RTTVAR)
            ),
            decimal(
                srtt,
                tolerance,
                unit,
                [slip(new, beliefs.FIRST_SAMPLE_RULE, share="1/8"), slip((old + 7 * new) / 8, beliefs.WEIGHTS_SWAPPED)],
                say(SRTT),
            ),
            decimal(
                rto,
                tolerance * 4,
                unit,
                [slip(srtt + rttvar, beliefs.NO_FACTOR_FOUR), slip(2 * srtt, beliefs.TWICE_SRTT)],
                say(RTO),
            ),
        ),
        proof=(n,),
        reason=say(
            REASON,
            var=_told(var),
            srtt=_told(old),
            sample=_told(new),
            rttvar=f"{rttvar:.6g}",
            average=f"{srtt:.6g}",
            rto=f"{rto:.6g}",
        ),
        clause="RFC 6298, 2.3",
        hints=(look_at(node, "tcp-send"), rule(RULE), step_to(n)),
    )


def _told(ms: float) -> str:
    return f"{ms:.3f}".rstrip("0").rstrip(".")


def _sample(run: Run, n: int, node: str, change: Change) -> int:
    """How long ago the newest segment was sent that this ACK acknowledges, in ns."""
    acked = change.after.snd_una % (1 << 32)
    for each in conversations(run):
        if node in (each.client, each.server) and change.key == each.key(node):
            for flight in each.flights:
                segment = segment_of(flight)
                ends = (segment.seq + segment.sequence_length) % (1 << 32)
                if flight.node == node and flight.n < n and segment.sequence_length and ends == acked:
                    return run.trace.at[n] - flight.at
    raise AmbiguousError("no segment of this ACK")


def network(chance: Chance) -> Network:
    """Some small segments, each acknowledged before the next, of which one or two are late."""
    count = chance.among(3, 6)
    server = "import socket\n\nlistener = socket.create_server(('', 80))\nconnection, address = listener.accept()\n"
    server += "while connection.recv(1000):\n    pass\n"
    client = "import socket\nimport time\n\nsock = socket.create_connection(('192.168.10.2', 80))\n"
    client += f"for _ in range({count}):\n    sock.sendall(b'data')\n    time.sleep(1)\nsock.close()\n"
    late = chance.sample(["first", "2nd", "3rd"], chance.among(1, 2))
    return {
        **pair({}, {}, delay=f"{chance.among(20, 60)}ms"),
        "tcp": {"profile": "simple", "msl": "1s"},
        "programs": [{"on": "server", "code": server}, {"on": "client", "at": "1s", "code": client}],
        "faults": [
            {"on": "client -- server", "delay": f"{which} tcp data from client", "by": f"{chance.among(5, 60)}ms"}
            for which in late
        ],
        "until": "12s",
    }


TEMPLATE = Template(
    id="congestion/rto",
    title={"en": "The retransmission time-out", "zh": "重传超时 RTO"},
    kind=Kind.ROW,
    level="exam",
    seconds=120,
    moments=moments,
    ask=ask,
    network=network,
)
