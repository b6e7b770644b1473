"""An invented protocol over UDP, port 9999: a greeting, a count, and a name. Nothing in the simulator knows it."""

from collections.abc import Mapping
from typing import Any

from sim.feature import Feature
from sim.pdu.base import Pdu
from sim.pdu_type import Codec, Detail, Format, PduType, Summary, Word
from sim.why import Rule, Why
from sim.wire.layout import Field, Layout, enumeration

PORT = 9999
HELLO, BYE = 1, 2

TRUNCATED = Rule("toy.truncated", "", "Toy message is cut off", "The octets end inside the header.")
GREETED = Rule("toy.greeted", "", "Somebody greets", "This is greeting number {count}[ of {name}].")


class Toy(Pdu):
    __slots__ = ("count", "greeting", "name")

    def __init__(self, greeting: int, count: int, name: str) -> None:
        self.greeting = greeting
        self.count = count
        self.name = name

    def __len__(self) -> int:
        return LAYOUT.length + len(self.name)


LAYOUT = Layout("toy", (Field("greeting", 8, enumeration({HELLO: "hello", BYE: "bye"})), Field("count", 8)))


def encode(message: Toy) -> bytes:
    return LAYOUT.pack(message.greeting, message.count) + message.name.encode()


def decode(octets: bytes) -> Toy | None:
    if fault(octets) is not None:
        return None
    greeting, count = LAYOUT.unpack_from(octets)
    return Toy(greeting, count, octets[LAYOUT.length :].decode())


def fault(octets: bytes) -> Why | None:
    return Why(TRUNCATED) if len(octets) < LAYOUT.length else None


def summary(message: Toy, carried: Summary | None, origin: Any) -> Summary:
    return Summary(f"Toy {word(message)} {message.count} from {message.name}", style="udp")


def labels(message: Toy) -> tuple[str, ...]:
    return (f"toy {word(message)} of {message.name}", f"toy {word(message)}", "toy")


def facts(message: Toy) -> Mapping[str, Any]:
    return {"count": message.count, "name": message.name}


def word(message: Toy) -> str:
    return {HELLO: "hello", BYE: "bye"}.get(message.greeting, str(message.greeting))


FORMAT = Format(
    type=Toy,
    codec=Codec(encode, decode, fault),
    title="Toy",
    layout=LAYOUT,
    facts=facts,
    summary=summary,
    labels=labels,
    words={
        "toy": Word(
            {
                "hello": Detail(lambda message: message.greeting == HELLO),
                "bye": Detail(lambda message: message.greeting == BYE),
            }
        )
    },
)

FEATURE = Feature(name="toy", pdus=(PduType("toy", lambda: FORMAT, parent="udp", numbers=(PORT,)),))
