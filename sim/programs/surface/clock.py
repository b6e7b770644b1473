"""The module ``time`` of a host: the simulator's clock, which stands still while a program computes.

Second 0 of the simulation is ``sim.kernel.EPOCH``, and a host's zone is UTC.
"""

import calendar
import math
import operator
import time as real
from types import ModuleType
from typing import Any

from sim.kernel import EPOCH, SECOND
from sim.programs.calls import SystemCall
from sim.programs.modules import stand_in
from sim.programs.process import Process
from sim.programs.surface.arguments import single

CalendarTime = tuple[int, int, int, int, int, int, int, int, int] | real.struct_time


class Clock:
    """The functions of ``time`` for one program."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @single("time.sleep")
    def sleep(self, seconds: Any) -> None:
        if not isinstance(seconds, float):
            seconds = operator.index(seconds)
        if math.isnan(seconds):
            raise ValueError("Invalid value NaN (not a number)")
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        process = self._process
        with SystemCall(process, f"sleep({seconds!r})") as call:
            call.wait(process.kernel.now + nanoseconds(seconds))

    def time_ns(self) -> int:
        return EPOCH * SECOND + self._now()

    def time(self) -> float:
        return self.time_ns() / SECOND

    def monotonic_ns(self) -> int:
        return self._now()

    def monotonic(self) -> float:
        return self._now() / SECOND

    def gmtime(self, seconds: float | None = None) -> real.struct_time:
        return real.gmtime(self.time() if seconds is None else seconds)

    def strftime(self, pattern: str, moment: CalendarTime | None = None) -> str:
        return real.strftime(pattern, self.gmtime() if moment is None else moment)

    def asctime(self, moment: CalendarTime | None = None) -> str:
        return real.asctime(self.gmtime() if moment is None else moment)

    def ctime(self, seconds: float | None = None) -> str:
        return real.asctime(self.gmtime(seconds))

    def strptime(self, text: str, pattern: str = "%a %b %d %H:%M:%S %Y") -> object:
        return self._process.modules.load("_strptime")._strptime_time(text, pattern)

    def _now(self) -> int:
        self._process.running().glance()
        self._process.pay()
        return self._process.kernel.now


def nanoseconds(seconds: float) -> int:
    """A program's seconds in the simulator's ns."""
    return round(seconds * SECOND)


def make(process: Process) -> ModuleType:
    clock = Clock(process)
    return stand_in(
        "time",
        sleep=clock.sleep,
        time=clock.time,
        time_ns=clock.time_ns,
        monotonic=clock.monotonic,
        monotonic_ns=clock.monotonic_ns,
        perf_counter=clock.monotonic,
        perf_counter_ns=clock.monotonic_ns,
        process_time=lambda: 0.0,
        process_time_ns=lambda: 0,
        thread_time=lambda: 0.0,
        thread_time_ns=lambda: 0,
        gmtime=clock.gmtime,
        localtime=clock.gmtime,
        mktime=lambda moment: float(calendar.timegm(moment)),
        strftime=clock.strftime,
        strptime=clock.strptime,
        asctime=clock.asctime,
        ctime=clock.ctime,
        tzset=lambda: None,
        timezone=0,
        altzone=0,
        daylight=0,
        tzname=("UTC", "UTC"),
        struct_time=real.struct_time,
        _STRUCT_TM_ITEMS=11,
        CLOCK_REALTIME=0,
        CLOCK_MONOTONIC=1,
        clock_gettime=lambda number: clock.time() if number == 0 else clock.monotonic(),
        clock_gettime_ns=lambda number: clock.time_ns() if number == 0 else clock.monotonic_ns(),
        get_clock_info=real.get_clock_info,
    )
