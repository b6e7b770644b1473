"""What IGMP keeps of each group, and of each interface."""

from enum import StrEnum
from typing import NamedTuple

from sim.addresses import IPv4Address
from sim.feature import Table, TimerText
from sim.quantities import Instant, TimeSpan

MEMBER = "igmp"
MODE = "igmp-mode"

ANSWER = "igmp-answer"
"""The first item of timers' names: ``(ANSWER, interface, group)``."""
REPEAT = "igmp-repeat"
"""``(REPEAT, interface, group)``"""
GENERAL = "igmp-general"
"""``(GENERAL, interface)``"""
QUERIER = "igmp-querier"
"""``(QUERIER, interface, version)``"""


class IgmpState(StrEnum):
    """Whether a report is due (RFC 2236 6, Delaying Member and Idle Member)."""

    DELAYING = "delaying"
    IDLE = "idle"


class Pending(NamedTuple):
    """A source whose change has yet to be told so many times (version 3)."""

    source: IPv4Address
    times: int

    def __str__(self) -> str:
        return f"{self.source} ({self.times})"


class IgmpRow(NamedTuple):
    """A row of table ``igmp``, under ``(interface, group)``.

    ``repeats``: how many more times the group, or in version 3 its filter mode, is told unasked; ``changes`` has the
    sources to tell of. ``repeat_at`` is when the next of these is due, ``answer_at`` when a query is answered, about
    the sources ``asked`` or, where there are none, about the group. ``is_last``: this device was the last of the link
    to report the group (versions 1 and 2).
    """

    state: IgmpState = IgmpState.IDLE
    answer_at: Instant | None = None
    repeat_at: Instant | None = None
    repeats: int = 0
    changes: tuple[Pending, ...] = ()
    asked: tuple[IPv4Address, ...] = ()
    is_last: bool = False


class ModeRow(NamedTuple):
    """A row of table ``igmp-mode``, under an interface.

    ``version`` is the one that the interface speaks now; an older querier is believed to be there until ``v1_until`` or
    ``v2_until``. ``robustness`` and ``query_interval`` are the querier's, as far as it tells them. ``answer_at`` is
    when a query about all groups is answered (version 3).
    """

    version: int
    robustness: int
    query_interval: TimeSpan
    v1_until: Instant | None = None
    v2_until: Instant | None = None
    answer_at: Instant | None = None


MEMBERS = Table(
    MEMBER,
    IgmpRow,
    {"en": "IGMP: groups", "zh": "IGMP：组"},
    key={"port": str, "group": IPv4Address},
    label="{group} {port}",
    spoken={"en": "IGMP groups", "zh": "IGMP 组"},
    minor=("repeat_at", "repeats", "changes", "asked"),
    usual={"changes": "none", "asked": "none"},
    spare=("asked", "changes", "repeats", "is_last", "repeat_at"),
    place=61,
)
MODES = Table(
    MODE,
    ModeRow,
    {"en": "IGMP: interfaces", "zh": "IGMP：接口"},
    key={"port": str},
    label="{port}",
    spoken={"en": "IGMP version", "zh": "IGMP 版本"},
    minor=("robustness", "query_interval"),
    spare=("query_interval", "robustness", "v1_until", "v2_until"),
    place=62,
)
ANSWER_TIMER = TimerText(
    ANSWER, {"en": "the timer of the IGMP answer about {2} on {1}", "zh": "接口 {1} 上关于组 {2} 的 IGMP 应答的定时器"}
)
REPEAT_TIMER = TimerText(
    REPEAT, {"en": "the timer of the next IGMP report about {2} on {1}", "zh": "接口 {1} 上再次报告组 {2} 的定时器"}
)
GENERAL_TIMER = TimerText(
    GENERAL, {"en": "the timer of the IGMP answer about all groups on {1}", "zh": "接口 {1} 上关于所有组的应答的定时器"}
)
QUERIER_TIMER = TimerText(
    QUERIER,
    {"en": "the timer of the IGMPv{2} querier on {1}", "zh": "接口 {1} 上 IGMPv{2} 查询器的定时器"},
)
