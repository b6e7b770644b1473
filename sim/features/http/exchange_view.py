"""HTTP messages as text: each request and response line by line, and where the response came from."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Mapping, Sequence

from sim.feature import State
from sim.features.http.exchanges import CACHE, TABLE, ExchangeRow
from sim.features.http.tables import SERVER

_WORDS = {
    "en": {
        "from": " from {ip} port {port}",
        "to": " to {ip} port {port}",
        "cache": "from the cache, {octets} octets, no server was asked",
        "waiting": "waiting …",
        "body": "{octets} octets",
        "coming": "the body is on its way …",
        "unchanged": "the copy that the client has is still right",
        "more": "({octets} octets)",
    },
    "zh": {
        "from": "，来自 {ip} 端口 {port}",
        "to": "，发往 {ip} 端口 {port}",
        "cache": "取自缓存，{octets} 字节，没有问服务器",
        "waiting": "等待中……",
        "body": "{octets} 字节",
        "coming": "正文还在路上……",
        "unchanged": "客户端的副本仍然有效",
        "more": "（{octets} 字节）",
    },
}
_MILLISECOND = 1_000_000
_NOT_MODIFIED = 304
_MOST_LINES = 4
"""Lines of a body that are shown."""


def lines(state: State, node: str, now: int, language: str) -> Sequence[str]:
    """The lines for all exchanges that a device remembers, the newest first."""
    rows: Mapping[int, ExchangeRow] = state.table(node, TABLE)  # type: ignore[assignment]
    words = _WORDS.get(language, _WORDS["en"])
    found: list[str] = []
    for number in sorted(rows, reverse=True):
        found += [*([""] if found else []), _title(rows[number], words), *_messages(rows[number], words)]
    return found


def _title(row: ExchangeRow, words: Mapping[str, str]) -> str:
    if row.source == CACHE:
        return f"{row.url}: {words['cache'].format(octets=row.octets)}"
    method = row.request.partition(" ")[0]
    title = f"{method} {row.url}".strip()
    if row.peer is not None:
        ip, port = row.peer
        title += words["from" if row.role == SERVER else "to"].format(ip=ip, port=port)
    if not row.response:
        return f"{title}: {words['waiting']}"
    said = row.response.rpartition("\n\n")[2].partition("\n")[0].partition(" ")[2]
    parts = [said, words["body" if row.ended is not None else "coming"].format(octets=row.octets)]
    if row.status == _NOT_MODIFIED:
        parts[1] = words["unchanged"]
    time = "" if row.ended is None or row.ended == row.began else f"  [{(row.ended - row.began) / _MILLISECOND:.3g} ms]"
    return f"{title}: {', '.join(parts)}{time}"


def _messages(row: ExchangeRow, words: Mapping[str, str]) -> Iterator[str]:
    """Both messages: ``>`` before what the client says, ``<`` before what the server says."""
    yield from _message(">", row.request, row.sent, b"", words)
    yield from _message("<", row.response, row.octets, row.body, words)


def _message(mark: str, head: str, octets: int, body: bytes, words: Mapping[str, str]) -> Iterator[str]:
    if not head:
        return
    yield from (f"  {mark} {line}".rstrip() for line in head.split("\n"))
    if not octets:
        return
    yield f"  {mark}"
    shown = _text(body)
    yield from (f"  {mark} {line}".rstrip() for line in shown[:_MOST_LINES])
    if len(body) < octets or len(shown) > _MOST_LINES or not shown:
        yield f"  {mark} {words['more'].format(octets=octets)}"


def _text(body: bytes) -> list[str]:
    """The lines of a body that is text; none of another one."""
    try:
        text = getincrementaldecoder("utf-8")().decode(body)  # its end may be the half of a character
    except UnicodeDecodeError:
        return []
    text = text.replace("\r\n", "\n").rstrip("\n")
    return text.split("\n") if text and all(each.isprintable() or each in "\n\t" for each in text) else []
