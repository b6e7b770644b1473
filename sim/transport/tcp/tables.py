"""The tables of TCP connections as people see them."""

from collections.abc import Iterable

from sim.feature import Counting, Form, Table
from sim.languages import Wording
from sim.transport.tcp.machine.rows import (
    CONNECTIONS,
    RECEIVING,
    SENDING,
    TIMERS,
    ConnectionRow,
    Endpoints,
    ReceiveRow,
    SendRow,
)
from sim.transport.tcp.options import LARGEST_WINDOW

_KEY = Endpoints.__annotations__
_JOINED = {"local": ("local_ip", "local_port"), "remote": ("remote_ip", "remote_port")}
_COUNTING = Counting(CONNECTIONS, ("iss", "irs"), (("mss", "smss"),))


def connection(key: Endpoints) -> Wording:
    """What a connection is called on its own host: ``49152 to 10.0.0.2:80``; a listener ``port 80``."""
    local, remote = key.local_port, f"{key.remote_ip}:{key.remote_port}"
    if not key.remote_port:
        return {"en": f"port {local}", "zh": f"端口 {local}"}
    return {"en": f"{local} to {remote}", "zh": f"{local} 到 {remote}"}


def threshold(octets: int) -> str:
    """RFC 5681 3.1: it begins "arbitrarily high", until something is lost."""
    return "highest" if octets >= LARGEST_WINDOW else str(octets)


def _blocks(blocks: Iterable[tuple[int, int]]) -> str:
    """Ranges as tcpdump writes them."""
    return " ".join(f"{begin}:{end}" for begin, end in blocks)


def _timers(table: str) -> dict[str, Wording]:
    return {
        field: {"en": f"the {timer.name['en']} timer of TCP {{}}", "zh": f"TCP {{}} 的{timer.name['zh']}定时器"}
        for field, timer in TIMERS.items()
        if timer.table == table
    }


CONNECTED = Table(
    CONNECTIONS,
    ConnectionRow,
    {"en": "TCP connections", "zh": "TCP 连接"},
    key=_KEY,
    joined=_JOINED,
    label=connection,
    spoken={"en": "TCP", "zh": "TCP"},
    timers=_timers(CONNECTIONS),
    unnamed=("state",),
    spare=("timestamps", "sack", "rcv_scale", "snd_scale", "keepalive_at", "irs", "iss", "smss"),
    form=Form.SPARSE,
    place=-1,
)
SENT = Table(
    SENDING,
    SendRow,
    {"en": "TCP, what is sent", "zh": "TCP，发送的一方"},
    key=_KEY,
    counting=_COUNTING,
    joined=_JOINED,
    label=connection,
    spoken={"en": "TCP sending", "zh": "TCP 发送"},
    timers=_timers(SENDING),
    minor=("srtt", "rttvar"),
    is_bookkeeping=True,
    written={"sacked": _blocks, "ssthresh": threshold},
    spare=(
        "local", "rttvar", "srtt", "reorder_at", "probe_at", "persist_at", "retransmissions", "sacked", "dup_acks",
        "written", "rto", "phase",
        "ssthresh", "snd_wnd",
    ),
    form=Form.UPRIGHT,
    place=-1,
)  # fmt: skip
RECEIVED = Table(
    RECEIVING,
    ReceiveRow,
    {"en": "TCP, what is received", "zh": "TCP，接收的一方"},
    key=_KEY,
    counting=_COUNTING,
    joined=_JOINED,
    label=connection,
    spoken={"en": "TCP receiving", "zh": "TCP 接收"},
    timers=_timers(RECEIVING),
    is_bookkeeping=True,
    written={"waiting": _blocks},
    spare=("local",),
    form=Form.SPARSE,
    place=-1,
)
