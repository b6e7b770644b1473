"""Tahoe: fast retransmit without fast recovery, as 4.3BSD-Tahoe had it before Reno."""

from sim.transport.tcp.machine.congestion.reno import Reno


class Tahoe(Reno):
    """Three duplicate ACKs are taken as a time-out is: one segment, and slow start from there."""

    __slots__ = ()

    @property
    def fast_recovery(self) -> bool:
        return False
