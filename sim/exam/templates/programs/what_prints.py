"""What a program prints that reads a stream in pieces."""

from sim.exam.asking import rule, slip, step_to, text
from sim.exam.chance import Chance
from sim.exam.question import Kind
from sim.exam.run import Run
from sim.exam.said import say
from sim.exam.template import AmbiguousError, Draft, Moment, Template
from sim.exam.templates.programs import beliefs
from sim.exam.templates.programs._listing import listing
from sim.exam.templates.programs._stream import moments, network

TEXT = {
    "en": "These are the programs of {sender} and {reader}. All that is sent has arrived before the first recv. "
    "What does recv number {number} return? Write it like b'text'.",
    "zh": "下面是 {sender} 和 {reader} 的程序。第一次 recv 之前所有数据都已到达。第 {number} 次 recv 返回什么？写成 "
    "b'text' 的形式。",
}
RULE = {
    "en": "a stream has no marks; recv(n) takes up to n octets of what is there",
    "zh": "字节流没有界限；recv(n) 从已有数据中最多取 n 字节",
}
REASON = {
    "en": "The stream has no marks between the sends. Cut into pieces of at most {size} octets, its piece number "
    "{number} is {data}.",
    "zh": "字节流在各次发送之间没有界限。按每次最多 {size} 字节取，第 {number} 次是 {data}。",
}


def ask(run: Run, moment: Moment, chance: Chance) -> Draft:
    reading = moment.about
    if not reading.is_alone or len(reading.sources) < 2:
        raise AmbiguousError("the programs do not tell which recv is asked about")
    place = chance.below(len(reading.results))
    truth = reading.results[place]
    everything = b"".join(reading.sends)
    slips = [slip(repr(everything), beliefs.RECV_TAKES_ALL, asked=reading.size)]
    if place < len(reading.sends):
        slips.append(slip(repr(reading.sends[place]), beliefs.ONE_SEND_ONE_RECV))
        slips.append(slip(repr(reading.sends[place][: reading.size]), beliefs.REST_IS_LOST))
    return Draft(
        say(TEXT, sender=reading.sender, reader=reading.reader, number=place + 1),
        blanks=(text(repr(truth), slips),),
        proof=(reading.records[place],),
        reason=say(REASON, size=reading.size, number=place + 1, data=repr(truth)),
        clause="POSIX.1-2024, recv(); RFC 9293, 3.9.1",
        hints=(rule(RULE), step_to(reading.records[place])),
        given=_programs(reading.sources),
    )


def _programs(sources: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
    """The programs, one after the other, each below its node."""
    lines: list[str] = []
    for node, source in sources:
        lines += [f"# {node}", *listing(source), ""]
    return tuple(lines[:-1])


TEMPLATE = Template(
    id="programs/what-prints",
    title={"en": "What recv returns, to the letter", "zh": "recv 返回的内容"},
    kind=Kind.TEXT,
    level="core",
    seconds=60,
    moments=moments,
    ask=ask,
    network=network,
)
