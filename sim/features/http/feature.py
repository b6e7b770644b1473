"""The description of this package for the list in ``sim.registry``."""

from collections.abc import Sequence
from typing import Any

from sim.feature import Commands, Feature, Service, State, View
from sim.pdu_type import Format, PduType
from sim.settings import NodeSettings

PORTS = (80, *range(8000, 8100))
"""The ports at which octets are looked at as HTTP: that of ``http`` (RFC 9110 4.2.1), and those that people use for
tests and second servers. Even there, only octets that begin with the first line of a message are HTTP."""


def _format() -> Format[Any]:
    from sim.features.http.view import FORMAT

    return FORMAT


def _commands() -> Commands:
    from sim.features.http.commands import COMMANDS

    return COMMANDS


def _is_wanted(settings: NodeSettings) -> bool:
    from sim.features.http.settings import WebSettings

    web = settings.of(WebSettings)
    return bool(web.pages or web.sites or web.folder is not None)


def _start(host: Any) -> object:
    from sim.features.http.service import WebServer

    return WebServer(host)


def _messages(state: State, node: str, now: int, language: str) -> Sequence[str]:
    from sim.features.http.exchange_view import lines

    return lines(state, node, now, language)


FEATURE = Feature(
    name="http",
    rules=("sim.features.http.rules", "sim.features.http.client_rules", "sim.features.http.browse_rules"),
    fields=("sim.features.http.fields",),
    pdus=(PduType("http", _format, parent="tcp", numbers=PORTS),),
    tables=("sim.features.http.tables",),
    settings=("sim.features.http.settings",),
    command_words=("curl", "browse"),
    commands=_commands,
    views=(
        View(
            "http-messages",
            {"en": "HTTP messages", "zh": "HTTP 消息"},
            _messages,
            _is_wanted,
            short={"en": "HTTP", "zh": "HTTP"},
        ),
    ),
    service=Service(_is_wanted, _start),
)
