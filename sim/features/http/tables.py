"""The connections of HTTP."""

from typing import Any, NamedTuple

from sim.feature import Form, Table, TimerText
from sim.features.http.exchanges import TABLE as EXCHANGE
from sim.features.http.exchanges import ExchangeRow
from sim.quantities import Instant
from sim.transport.sockets.rows import Address

NAME = "http"
WEB_CACHE = "web-cache"
SERVER, CLIENT = "server", "client"


class HttpRow(NamedTuple):
    """A connection under the number of its socket. ``role`` is what this end is: ``server`` or ``client``.

    ``request`` is the last request's method and target, ``status`` that of its response, 0 for none yet; ``requests``
    counts those on this connection. ``phase`` says what the connection does.
    """

    role: str
    peer: Address | None
    phase: str
    request: str = ""
    status: int = 0
    requests: int = 0


class WebCacheRow(NamedTuple):
    """A row of a browser's cache under its URL: a response of ``octets``, with the marks of its version.

    It was ``stored`` or confirmed then, and is fresh until ``fresh_until``, ``None`` for never. ``uses`` counts how
    often it was taken from the cache.
    """

    octets: int
    type: str
    etag: str
    last_modified: str
    stored: Instant
    fresh_until: Instant | None
    uses: int


def _first_line(text: str) -> str:
    return text.rpartition("\n\n")[2].partition("\n")[0]


def _short(octets: bytes) -> str:
    return repr(octets[:20])[1:] + ("..." if len(octets) > 20 else "")


def _label(key: Any) -> str:
    return f"socket {key}"


CONNECTIONS = Table(
    NAME,
    HttpRow,
    {"en": "HTTP connections", "zh": "HTTP 连接"},
    key={"socket": int},
    label=_label,
    usual={"status": "0", "requests": "0", "request": ""},
    place=1,
)
CACHED = Table(
    WEB_CACHE,
    WebCacheRow,
    {"en": "Browser cache", "zh": "浏览器缓存"},
    key={"url": str},
    label="{url}",
    minor=("stored",),
    spare=("last_modified", "type", "uses"),
    form=Form.SPARSE,
    place=1,
)
EXCHANGES = Table(
    EXCHANGE,
    ExchangeRow,
    {"en": "HTTP messages", "zh": "HTTP 消息"},
    key={"number": int},
    label="{number} {url}",
    minor=("began", "ended"),
    is_bookkeeping=True,
    written={"request": _first_line, "response": _first_line, "body": _short},
    spare=("peer", "began", "ended", "body", "sent", "source", "socket"),
    form=Form.SPARSE,
    place=1,
)
TIMER = TimerText(
    NAME,
    {"en": "the timer “{1}” of HTTP connection {2}", "zh": "HTTP 连接 {2} 的定时器“{1}”"},
    {
        "idle": {"en": "the time that the web server waits for a request", "zh": "Web 服务器等待请求的时间"},
        "work": {"en": "the time that the web server works on a response", "zh": "Web 服务器准备响应的时间"},
        "linger": {
            "en": "the time that the web server reads on before closing",
            "zh": "Web 服务器关闭前继续读的时间",
        },
    },
)
