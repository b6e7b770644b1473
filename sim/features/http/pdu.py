"""HTTP messages as they are found in the octets of a segment (RFC 9112 2)."""

import re

from sim.pdu.base import Pdu

_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_REQUEST_LINE = re.compile(rb"(" + _TOKEN + rb") ([\x21-\x7e\x80-\xff]+) (HTTP/\d\.\d)\r?(?:\n|\Z)")
_STATUS_LINE = re.compile(rb"(HTTP/\d\.\d) (\d{3})(?: ([^\r\n]*))?\r?(?:\n|\Z)")
_CUT_REQUEST_LINE = re.compile(
    rb"(GET|HEAD|POST|PUT|DELETE|OPTIONS|TRACE|CONNECT|PATCH) ((?:[/*]|https?:)[\x21-\x7e\x80-\xff]*)( [HTP/1.]*)?\Z"
)


class StartLine:
    """The first line of a message: a request has ``method`` and ``target``, a response ``status`` and ``reason``.

    The numbers and words of the other kind are 0 and "". ``text`` is the whole line.
    """

    __slots__ = ("method", "reason", "status", "target", "text", "version")

    def __init__(
        self, text: str, version: str, method: str = "", target: str = "", status: int = 0, reason: str = ""
    ) -> None:
        self.text = text
        self.version = version
        self.method = method
        self.target = target
        self.status = status
        self.reason = reason

    @property
    def is_request(self) -> bool:
        return not self.status


def start_line(octets: bytes) -> StartLine | None:
    """The first line of a message that the octets begin with; ``None`` where none does.

    A request line may end with the octets, before it is whole.
    """
    found = _STATUS_LINE.match(octets)
    if found is not None:
        version, status, reason = found.groups()
        return StartLine(_line(found), _text(version), status=int(status), reason=_text(reason or b""))
    found = _REQUEST_LINE.match(octets)
    if found is not None:
        method, target, version = found.groups()
        return StartLine(_line(found), _text(version), _text(method), _text(target))
    found = _CUT_REQUEST_LINE.match(octets)
    if found is not None:
        return StartLine(_line(found), "", _text(found[1]), _text(found[2]))
    return None


def _line(found: "re.Match[bytes]") -> str:
    return _text(found[0].rstrip(b"\r\n"))


def _text(octets: bytes) -> str:
    return octets.decode("latin-1")


class Http(Pdu):
    """A message, as far as it is in one segment, from its first line on: ``octets`` are head and body.

    ``payload`` is the next message that begins in the same segment, ``None`` for none.
    """

    __slots__ = ("octets", "payload")

    payload: "Http | None"

    def __init__(self, octets: bytes, payload: "Http | None" = None) -> None:
        self.octets = octets
        self.payload = payload

    def __len__(self) -> int:
        return len(self.octets) + (0 if self.payload is None else len(self.payload))

    @property
    def start(self) -> StartLine:
        found = start_line(self.octets)
        assert found is not None, "a message begins with its first line"
        return found
