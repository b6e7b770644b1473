"""The acknowledgment that answers what cannot be right, and how many of them there may be (RFC 5961 7)."""

from sim.transport.tcp import rules
from sim.transport.tcp.machine.arrival import Arrival
from sim.transport.tcp.machine.effects import Ignored
from sim.transport.tcp.machine.segments import acknowledgment
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why

_PERIOD = 5_000_000_000
"""RFC 5961 7: the number of ACKs "in any 5 second window"."""


def challenge(tcb: Tcb, arrival: Arrival, why: Why) -> None:
    """Drop the segment and say where the connection stands: who sent it in earnest will answer with a proper reset."""
    now = arrival.now
    arrival.effects.append(Ignored(why))
    if now - tcb.challenge_from >= _PERIOD:
        tcb.challenge_from = now
        tcb.challenge_count = 0
    if tcb.challenge_count >= tcb.settings.challenge_acks:
        arrival.effects.append(Ignored(Why(rules.CHALLENGE_LIMITED, limit=tcb.settings.challenge_acks)))
        return
    tcb.challenge_count += 1
    arrival.effects.append(acknowledgment(tcb, why, now))


def acknowledge_unacceptable(tcb: Tcb, arrival: Arrival, why: Why) -> None:
    """RFC 9293 3.10.7.4: "If an incoming segment is not acceptable, an acknowledgment should be sent in reply".

    Two ends that find each other's ACKs unacceptable would go on answering for ever, so that only segments with
    something in them are answered without limit.
    """
    if not arrival.length:
        challenge(tcb, arrival, why)
        return
    arrival.effects.append(Ignored(why))
    arrival.effects.append(acknowledgment(tcb, why, arrival.now))
