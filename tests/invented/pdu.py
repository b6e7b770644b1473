"""A greeting: its value, its octets, and how it is told."""

from collections.abc import Mapping
from typing import Any

from sim.pdu.base import Pdu
from sim.pdu_type import Codec, Detail, Format, Summary, Word
from sim.why import Why
from sim.wire.layout import Field, Layout, enumeration
from tests.invented import rules

PORT = 9999
HELLO, BYE = 1, 2


class Greeting(Pdu):
    __slots__ = ("count", "kind", "name")

    def __init__(self, kind: int, count: int, name: str) -> None:
        self.kind = kind
        self.count = count
        self.name = name

    def __len__(self) -> int:
        return LAYOUT.length + len(self.name)


LAYOUT = Layout("greeting", (Field("kind", 8, enumeration({HELLO: "hello", BYE: "bye"})), Field("count", 8)))


def encode(greeting: Greeting) -> bytes:
    return LAYOUT.pack(greeting.kind, greeting.count) + greeting.name.encode()


def decode(octets: bytes) -> Greeting | None:
    if fault(octets) is not None:
        return None
    kind, count = LAYOUT.unpack_from(octets)
    return Greeting(kind, count, octets[LAYOUT.length :].decode())


def fault(octets: bytes) -> Why | None:
    try:
        octets[LAYOUT.length :].decode()
    except UnicodeDecodeError:
        return Why(rules.NOT_UNDERSTOOD)
    return Why(rules.NOT_UNDERSTOOD) if len(octets) < LAYOUT.length else None


def word(greeting: Greeting) -> str:
    return {HELLO: "hello", BYE: "bye"}.get(greeting.kind, str(greeting.kind))


def summary(greeting: Greeting, carried: Summary | None, origin: Any) -> Summary:
    return Summary(f"Greeting {word(greeting)} {greeting.count} from {greeting.name}", style="udp")


def facts(greeting: Greeting) -> Mapping[str, Any]:
    return {"count": greeting.count, "name": greeting.name}


FORMAT = Format(
    type=Greeting,
    codec=Codec(encode, decode, fault),
    title="Greeting",
    layout=LAYOUT,
    facts=facts,
    summary=summary,
    labels=lambda greeting: (f"{word(greeting)} of {greeting.name}", word(greeting)),
    words={
        "greeting": Word(
            {
                "hello": Detail(lambda greeting: greeting.kind == HELLO),
                "bye": Detail(lambda greeting: greeting.kind == BYE),
            }
        )
    },
)
