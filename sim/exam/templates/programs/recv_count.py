"""How often recv returns data."""

from sim.exam.asking import number, rule, slip, step_to
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.programs._stream import moments, network

TEXT = {
    "en": "{sender} calls {sends} and closes. All of it has arrived at {reader}, which then calls recv({size}) "
    "until it "
    "returns nothing. How many times does recv return data?",
    "zh": "{sender} 调用 {sends} 后关闭，数据都已到达 {reader}。{reader} 反复调用 recv({size})，直到返回空。recv "
    "有多少次返回数据？",
}
RULE = {
    "en": "each recv takes as many octets as it asks for, while there are so many",
    "zh": "只要数据够，每次 recv 就取走所要求的字节数",
}
REASON = {
    "en": "{octets:octet comes|octets come} out in pieces of at most {size}: {count:piece|pieces}.",
    "zh": "共 {octets} 字节，每次最多取 {size} 字节：{count} 次。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    reading = moment.about
    everything = b"".join(reading.sends)
    truth = len(reading.results)
    if -(-len(everything) // reading.size) != truth:
        raise AmbiguousError("not all of it had arrived")
    if not reading.is_whole:
        raise AmbiguousError("the program does not read to the end")
    sends = ", ".join(f"sendall({each!r})" for each in reading.sends)
    return Draft(
        say(TEXT, sender=reading.sender, reader=reading.reader, sends=sends, size=reading.size),
        blanks=(
            number(
                truth,
                [
                    slip(len(reading.sends), beliefs.ONE_SEND_ONE_RECV),
                    slip(1, beliefs.RECV_TAKES_ALL, asked=reading.size),
                    slip(len(everything) // reading.size, beliefs.RECV_WAITS_FOR_ALL, asked=reading.size),
                ],
            ),
        ),
        proof=reading.records,
        reason=say(REASON, size=reading.size, octets=len(everything), count=truth),
        clause="POSIX.1-2024, recv(); RFC 9293, 3.9.1",
        hints=(rule(RULE), step_to(reading.records[0])),
    )


TEMPLATE = Template(
    id="programs/recv-count",
    title={"en": "How often recv returns", "zh": "recv 返回多少次"},
    kind=Kind.NUMBER,
    level="core",
    seconds=40,
    moments=moments,
    ask=ask,
    network=network,
)
