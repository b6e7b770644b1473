"""The leases of a device, as text: the state of the client, what it has, and how long until T1, T2 and the end."""

from collections.abc import Iterator, Mapping, Sequence

from sim.feature import State
from sim.features.dhcp.client.rows import TABLE, ClientRow, ClientState
from sim.kernel import SECOND

_WORDS = {
    "en": {
        "nothing": "no address",
        "from": "{address} from {server}",
        "asks": "asks for {address}",
        "t1": "T1, it asks {server} to renew the lease",
        "t2": "T2, it asks every server",
        "expiry": "the lease ends, the address is given up",
        "in": "in {left}",
        "past": "passed",
        "for ever": "the lease never ends",
        "routers": "router",
        "dns": "DNS servers",
        "domain": "domain",
    },
    "zh": {
        "nothing": "没有地址",
        "from": "{address}，来自 {server}",
        "asks": "请求 {address}",
        "t1": "T1：请 {server} 续租",
        "t2": "T2：请任何服务器续租",
        "expiry": "租约到期，放弃地址",
        "in": "还有 {left}",
        "past": "已过",
        "for ever": "租约永不到期",
        "routers": "路由器",
        "dns": "DNS 服务器",
        "domain": "域名",
    },
}
_HOLDS = frozenset({ClientState.BOUND, ClientState.RENEWING, ClientState.REBINDING})
"""The states of RFC 2131 figure 5 in which the client has a lease."""
_ROUTE = ("t1", "t2", "expiry")
_BAR = 24


def lines(state: State, node: str, now: int, language: str) -> Sequence[str]:
    """The lines for all interfaces that get their addresses so."""
    rows: Mapping[str, ClientRow] = state.table(node, TABLE)  # type: ignore[assignment]
    words = _WORDS.get(language, _WORDS["en"])
    found: list[str] = []
    for port, row in sorted(rows.items()):
        found += [*([""] if found else []), f"{port}: {row.state.upper()}, {_holds(row, words)}"]
        found += [f"  {line}" for line in _times(row, now, words)]
        found += [f"  {line}" for line in _told(row, words)]
    return found


def _holds(row: ClientRow, words: Mapping[str, str]) -> str:
    if row.address is None:
        return words["nothing"]
    return words["from" if row.state in _HOLDS else "asks"].format(address=row.address, server=row.server)


def _times(row: ClientRow, now: int, words: Mapping[str, str]) -> Iterator[str]:
    """How far the lease has run, and how long it is until each of its times."""
    if row.state not in _HOLDS:
        return
    if row.expiry is None:
        yield words["for ever"]
        return
    whole = max(row.expiry - row.asked, 1)
    gone = min(max(now - row.asked, 0), whole)
    filled = gone * _BAR // whole
    yield f"[{'=' * filled}{'-' * (_BAR - filled)}] {gone // SECOND} / {whole // SECOND} s"
    for name in _ROUTE:
        at: int | None = getattr(row, name)
        if at is not None:
            left = words["past"] if at <= now else words["in"].format(left=f"{(at - now) / SECOND:,.0f} s")
            yield f"{left:>12}  {words[name].format(server=row.server)}"


def _told(row: ClientRow, words: Mapping[str, str]) -> Iterator[str]:
    """What else the server has said."""
    for name in ("routers", "dns"):
        if addresses := getattr(row, name):
            yield f"{words[name]}: {', '.join(map(str, addresses))}"
    if row.domain:
        yield f"{words['domain']}: {row.domain}"
