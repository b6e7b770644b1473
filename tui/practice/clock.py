"""The clock on the wall, which practising goes by: what is due, and how long an answer took."""

import time


def now() -> int:
    """The time in ms since 1970."""
    return time.time_ns() // 1_000_000


def day(ms: int) -> str:
    """The day of a time, where the learner is: ``2026-11-29``."""
    return time.strftime("%Y-%m-%d", time.localtime(ms / 1000))
