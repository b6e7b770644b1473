"""What ICMP tells a connection (RFC 9293 3.9.2.2, RFC 5927, RFC 1191)."""

from sim.ip.icmp.pdu import DESTINATION_UNREACHABLE, PORT_UNREACHABLE, PROTOCOL_UNREACHABLE
from sim.transport.tcp import rules
from sim.transport.tcp.machine.arrival import end
from sim.transport.tcp.machine.effects import Effects, Ignored, Noted
from sim.transport.tcp.machine.output import output
from sim.transport.tcp.machine.rows import CONNECTIONS, SENDING
from sim.transport.tcp.machine.segments import near
from sim.transport.tcp.machine.states import SYNCHRONIZED, State
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why

_HARD = frozenset({PROTOCOL_UNREACHABLE, PORT_UNREACHABLE})
"""Codes of destination unreachable that are no passing trouble (RFC 1122 4.2.3.9)."""


def icmp_error(tcb: Tcb, kind: int, code: int, seq: int, error: str) -> Effects:
    """An error about a segment of this connection that had the number ``seq`` (as on the wire) in its header.

    ``error`` is what it is to a program, by the name of its ``errno``.
    """
    if (why := why_forged(tcb, seq)) is not None:
        return [Ignored(why)]
    effects: Effects = []
    is_opening = tcb.state not in SYNCHRONIZED
    if is_opening and kind == DESTINATION_UNREACHABLE and code in _HARD:
        end(tcb, Why(rules.ICMP_HARD, type=kind, code=code), effects, "" if tcb.is_passive else error)
        return effects
    if is_opening and tcb.settings.soft_errors_end_connect:
        # RFC 5461 4.1: "abort the connection in response to ... ICMP ... if they are received for a connection in any
        # of the non-synchronized states", so that who tries one address after another does not wait for R2 each time.
        end(tcb, Why(rules.ICMP_ENDS_CONNECT, type=kind, code=code), effects, "" if tcb.is_passive else error)
        return effects
    # RFC 9293 3.9.2.2: of soft errors "TCP implementations MUST NOT abort the connection (MUST-56)"; RFC 5927 5.2 takes
    # the hard ones as soft too once the connection is open.
    tcb.soft_error = error
    rule = rules.ICMP_SOFT_OPENING if is_opening else rules.ICMP_SOFT
    return [Noted(CONNECTIONS, Why(rule, type=kind, code=code))]


def mtu_changed(tcb: Tcb, path_mtu: int, seq: int | None, now: int) -> Effects:
    """The path takes datagrams of ``path_mtu`` octets at most: send smaller segments, the lost ones at once (RFC 1191).

    ``seq`` is the quoted segment's (as on the wire), ``None`` where the MTU is known from elsewhere.
    """
    if seq is not None and (why := why_forged(tcb, seq)) is not None:
        return [Ignored(why)]
    before = tcb.smss
    tcb.limit_mss(path_mtu)
    if tcb.smss >= before or tcb.state is State.CLOSED:
        return []
    effects: Effects = [Noted(CONNECTIONS, Why(rules.MSS_REDUCED, smss=tcb.smss, mtu=path_mtu))]
    tcb.recovery.resize(tcb.smss)
    if seq is not None and tcb.iss < tcb.snd_una < tcb.snd_nxt:
        # RFC 1191 6.4: the segment is sent again at once, and "the retransmission should not ... change the congestion
        # window". All that was under way and longer than the path allows is lost.
        effects.append(Noted(SENDING, Why(rules.RESEND_SMALLER, smss=tcb.smss)))
        tcb.recovery.go_back(tcb.snd_una, tcb.snd_nxt)
        output(tcb, now, effects)
    return effects


def why_forged(tcb: Tcb, seq: int) -> Why | None:
    """RFC 5927 4.1: "the TCP sequence number contained in the payload ... within the range SND.UNA =< SEG.SEQ <
    SND.NXT"; nothing else can have been sent lately.
    """
    number = near(tcb.snd_una, seq)
    if tcb.snd_una <= number < max(tcb.snd_max, tcb.snd_una + 1):
        return None
    return Why(rules.ICMP_NOT_IN_FLIGHT, seq=seq)
