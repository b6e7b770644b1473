"""The description of this package, as ``sim.registry`` has those of the simulator."""

from collections.abc import Sequence

from sim.feature import Commands, Feature, Service, State, View
from sim.pdu_type import PduType
from sim.settings import NodeSettings
from tests.invented.pdu import FORMAT, PORT
from tests.invented.settings import GreetingSettings
from tests.invented.tables import NAME


def _commands() -> Commands:
    from tests.invented.commands import GREET

    return (GREET,)


def _start(host: object) -> object:
    from tests.invented.service import Greeter

    return Greeter(host)  # type: ignore[arg-type]


def _is_wanted(settings: NodeSettings) -> bool:
    return bool(settings.of(GreetingSettings).name)


def _friends(state: State, node: str, now: int, language: str) -> Sequence[str]:
    said = {"en": "{} has greeted {} times", "zh": "{} 问候了 {} 次"}[language]
    return [said.format(row.name, row.times) for row in state.table(node, NAME).values()]


FEATURE = Feature(
    name="greeting",
    rules=("tests.invented.rules",),
    tables=("tests.invented.tables",),
    settings=("tests.invented.settings",),
    pdus=(PduType("greeting", lambda: FORMAT, parent="udp", numbers=(PORT,)),),
    command_words=("greet",),
    commands=_commands,
    views=(View("friends", {"en": "Friends", "zh": "朋友"}, _friends),),
    service=Service(_is_wanted, _start),
)
