"""What the first recv returns where several sends have arrived."""

from sim.exam.asking import right, rule, step_to, wrong
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.programs._stream import moments, network

TEXT = {
    "en": "{sender} calls {sends}. All of it has arrived at {reader}, which now calls recv({size}) for the first time. "
    "What happens?",
    "zh": "{sender} 调用 {sends}，数据都已到达 {reader}。现在 {reader} 第一次调用 recv({size})。会怎样？",
}
RETURNS = {"en": "it returns {data}", "zh": "返回 {data}"}
WAITS = {"en": "it waits for more", "zh": "等待更多数据"}
RULE = {
    "en": "recv returns what is there, up to the number of octets that it asks for",
    "zh": "recv 返回已有的数据，最多为所要求的字节数",
}
REASON = {
    "en": "{octets:octet is|octets are} there, and recv({size}) takes at most {size} of them without waiting for "
    "more: {data}.",
    "zh": "已有 {octets} 字节，recv({size}) 不再等待，最多取 {size} 字节：{data}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    reading = moment.about
    everything, size = b"".join(reading.sends), reading.size
    truth, first = reading.results[0], reading.sends[0]
    if everything[:size] != truth:
        raise AmbiguousError("not all of it had arrived")
    options = [right(truth, say(RETURNS, data=repr(truth)))]
    for data, belief in (
        (first, beliefs.ONE_SEND_ONE_RECV),
        (everything, beliefs.RECV_TAKES_ALL),
        (reading.sends[-1], beliefs.ONE_SEND_ONE_RECV),
    ):
        if data != truth:
            options.append(wrong(data, belief, say(RETURNS, data=repr(data)), asked=size))
    if size > len(everything):
        options.insert(2, wrong(b"", beliefs.RECV_WAITS_FOR_ALL, say(WAITS), asked=size))
    sends = ", ".join(f"sendall({each!r})" for each in reading.sends)
    return Draft(
        say(TEXT, sender=reading.sender, reader=reading.reader, sends=sends, size=size),
        tuple(options),
        proof=(reading.records[0],),
        reason=say(REASON, size=size, octets=len(everything), data=repr(truth)),
        clause="POSIX.1-2024, recv(); RFC 9293, 3.9.1",
        hints=(rule(RULE), step_to(reading.records[0])),
    )


TEMPLATE = Template(
    id="programs/first-recv",
    title={"en": "What the first recv returns", "zh": "第一次 recv 返回什么"},
    kind=Kind.ONE,
    level="intro",
    seconds=35,
    moments=moments,
    ask=ask,
    network=network,
    is_narrow=True,
)
