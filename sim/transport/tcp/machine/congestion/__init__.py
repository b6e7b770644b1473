"""Congestion control: how large the window is (RFC 5681). What is lost, and when to send, is ``recovery``'s affair."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sim.transport.tcp.machine.congestion.cubic import Cubic
from sim.transport.tcp.machine.congestion.reno import Reno
from sim.transport.tcp.machine.congestion.tahoe import Tahoe
from sim.transport.tcp.machine.congestion.textbook import Textbook
from sim.transport.tcp.machine.sack import DUP_THRESH
from sim.why import Why

KINDS: Mapping[str, type[Reno]] = {"reno": Reno, "cubic": Cubic, "tahoe": Tahoe, "textbook": Textbook}
"""The algorithms by the names that ``TcpSettings.congestion_control`` gives them."""


class CongestionControl(Protocol):
    """A congestion window and how it moves; sizes in octets, times in ns.

    Its user sets ``cwnd`` itself where the RFCs fix its value whatever the algorithm is: in a recovery, and to the loss
    window after a time-out.
    """

    smss: int
    cwnd: int
    ssthresh: int

    @property
    def fast_recovery(self) -> bool:
        """Whether three duplicate ACKs lead to fast recovery; if not, to slow start from one segment."""

    @property
    def holds_window(self) -> bool:
        """Whether ``cwnd`` is in fast recovery what it is after it (``recovered``), and counts no duplicate ACKs."""

    def begin(self, smss: int, syn_was_lost: bool) -> None:
        """The handshake is complete: the initial window (RFC 5681 3.1)."""

    def grow(self, octets: int, round_over: bool, now: int, srtt: int) -> Sequence[Why]:
        """That many octets were acknowledged while nothing is being recovered.

        ``round_over``: they were the last of those that were sent in answer to the round of ACKs before. ``srtt`` is 0
        where the round trip was not measured.
        """

    def reduce(self, flight: int, timed_out: bool) -> Why:
        """Octets were lost while ``flight`` were under way: the new ``ssthresh``; ``cwnd`` stays."""

    def recovered(self, flight: int) -> None:
        """Fast recovery is over: ``cwnd`` is deflated; ``flight`` octets are still under way (RFC 6582 3.2)."""

    def restart(self) -> None:
        """Nothing was sent for a time-out: at most the restart window (RFC 5681 4.1)."""


def make(
    name: str, smss: int, initial_cwnd: int = 0, initial_ssthresh: int = 0, bonus: int = DUP_THRESH
) -> CongestionControl:
    """A control by its name in ``KINDS``.

    ``initial_cwnd`` counts segments, 0 for what the algorithm says; ``initial_ssthresh`` is in octets, 0 for as high as
    can be. ``bonus`` is how many segments ``textbook`` keeps for three duplicate ACKs.
    Raises ``ValueError`` for a name that there is not.
    """
    if name not in KINDS:
        raise ValueError(f"no congestion control is called {name!r}; there are {', '.join(KINDS)}")
    control = KINDS[name](smss, initial_cwnd, initial_ssthresh)
    if isinstance(control, Textbook):
        control.bonus = bonus
    return control
