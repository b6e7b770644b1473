"""``curl`` and ``browse``."""

from typing import Any

from sim.command import IP_DEVICES, Command
from sim.features.http.curl import Curl
from sim.features.http.curl_options import USAGE, CurlOptions, doubt, parse
from sim.features.http.transfer import HttpHost


def _curl(host: HttpHost, options: CurlOptions, text: str, cause: int) -> None:
    Curl(host, text, options).start(cause)


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
)
