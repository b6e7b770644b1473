"""``curl`` and ``browse``."""

from typing import Any

from sim.command import IP_DEVICES, Command
from sim.features.http import browse
from sim.features.http.curl import Curl
from sim.features.http.curl_options import USAGE, CurlOptions, doubt, parse
from sim.features.http.transfer import HttpHost


def _curl(host: HttpHost, options: CurlOptions, text: str, cause: int) -> None:
    Curl(host, text, options).launch(cause)


def _browse(host: HttpHost, options: browse.BrowseOptions, text: str, cause: int) -> None:
    browse.Browse(host, text, options).launch(cause)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "curl",
        USAGE,
        "fetches what URLs of http name",
        IP_DEVICES,
        parse,
        _curl,
        elsewhere=("wget",),
        check=doubt,
        rank=58,
    ),
    Command(
        "browse",
        browse.USAGE,
        "loads a page and the objects that it names, as a browser does, and keeps them for the next time",
        IP_DEVICES,
        browse.parse,
        _browse,
        elsewhere=("firefox", "chrome", "w3m", "lynx"),
        options=browse.OPTIONS,
        defaults=browse.BrowseOptions._field_defaults,
        check=browse.doubt,
        rank=58,
    ),
)
