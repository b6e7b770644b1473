"""Time passes (RFC 9293 3.10.8): retransmission, persist, delayed ACK, keepalive, TIME-WAIT, FIN-WAIT-2."""

from sim.transport.tcp import congestion_rules, data_rules, rules
from sim.transport.tcp.machine.arrival import end, send_syn
from sim.transport.tcp.machine.effects import Advised, Effects, Noted, Transmit
from sim.transport.tcp.machine.output import OVERRIDE, output, override, probe, resend, send_beyond
from sim.transport.tcp.machine.rows import CONNECTIONS, SENDING
from sim.transport.tcp.machine.segments import abort, acknowledgment, blocks_length, make
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tail_probe import may_send as may_send_tail_probe
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import ACK
from sim.why import Why

_ACK_DELAYED = Why(data_rules.ACK_DELAYED)
_ECHO_WAIT_OVER = Noted(SENDING, Why(congestion_rules.ECHO_WAIT_OVER))


def timeout(tcb: Tcb, now: int) -> Effects:
    """Do what is due at ``now`` (ns); nothing where no deadline of the connection has come."""
    effects: Effects = []
    if tcb.expires_at is not None and tcb.expires_at <= now:
        rule = rules.TIME_WAIT_OVER if tcb.state is State.TIME_WAIT else rules.FIN_WAIT_2_OVER
        end(tcb, Why(rule), effects)
        return effects
    recovery = tcb.recovery
    if recovery.reorder_at is not None and recovery.reorder_at <= now:
        effects += [Noted(SENDING, why) for why in recovery.look_again(tcb.snd_una, tcb.snd_nxt, now)]
        output(tcb, now, effects)
    if tcb.probe_at is not None and tcb.probe_at <= now:
        _send_tail_probe(tcb, now, effects)
    if tcb.retransmit_at is not None and tcb.retransmit_at <= now:
        _retransmission_timeout(tcb, now, effects)
    if tcb.persist_at is not None and tcb.persist_at <= now:
        _persist_timeout(tcb, now, effects)
    if tcb.ack_at is not None and tcb.ack_at <= now:
        effects.append(acknowledgment(tcb, _ACK_DELAYED, now))
    if tcb.keepalive_at is not None and tcb.keepalive_at <= now:
        _keepalive_timeout(tcb, now, effects)
    return effects


def _retransmission_timeout(tcb: Tcb, now: int, effects: Effects) -> None:
    """ "send the segment at the front of the retransmission queue again, reinitialize the retransmission timer"."""
    settings, rtt = tcb.settings, tcb.rtt
    is_syn = tcb.snd_una == tcb.iss
    if tcb.recovery.waits_for_timer and tcb.snd_una == tcb.snd_nxt:
        tcb.recovery.waits_for_timer = False
        tcb.retransmit_at = None
        effects.append(_ECHO_WAIT_OVER)
        output(tcb, now, effects)
        return
    if tcb.snd_wnd == 0 and not is_syn:
        # RFC 9293 3.8.6: "If the window shrinks to zero, the TCP implementation MUST probe it in the standard way".
        tcb.retransmit_at = None
        tcb.persist_interval = rtt.rto
        tcb.persist_at = now
        return
    if tcb.was_deferred and tcb.retransmissions + 1 < tcb.deferrals:
        tcb.retransmissions += 1
        rtt.backoff()
        tcb.retransmit_at = now + rtt.rto
        effects.append(Noted(SENDING, Why(rules.STILL_DEFERRED, timeout=rtt.rto)))
        return
    if tcb.trouble_from is None:
        tcb.trouble_from = now - rtt.rto
    elif now - tcb.trouble_from >= (settings.r2_syn if is_syn else settings.r2):
        _give_up(tcb, Why(data_rules.GAVE_UP, ns=now - tcb.trouble_from, attempts=tcb.retransmissions + 1), effects)
        return
    tcb.retransmissions += 1
    rtt.backoff()
    tcb.retransmit_at = now + rtt.rto
    effects.append(Noted(SENDING, Why(data_rules.TIMED_OUT, attempt=tcb.retransmissions, timeout=rtt.rto)))
    if tcb.retransmissions == settings.r1:
        # RFC 9293 3.8.3 (a): "pass negative advice ... to the IP layer, to trigger dead-gateway diagnosis"
        effects.append(Advised(Why(data_rules.R1_REACHED, attempts=settings.r1)))
    if is_syn:
        rtt.resent()
        tcb.is_ambiguous = True
        if tcb.ecn and tcb.irs is None:
            # RFC 3168 6.1.1.1: somebody on the way may throw such SYNs away
            tcb.ecn = False
            effects.append(Noted(CONNECTIONS, Why(congestion_rules.ECN_GIVEN_UP)))
        send_syn(tcb, Why(rules.SYN_TIMED_OUT, attempt=tcb.retransmissions), now, effects)
        return
    events = tcb.recovery.timed_out(tcb.snd_una, tcb.snd_nxt, now)
    effects += [Noted(SENDING, why) for why in events]
    output(tcb, now, effects)


def _send_tail_probe(tcb: Tcb, now: int, effects: Effects) -> None:
    """TLP_send_probe(): new data where there is some, or the last segment again (7.3)."""
    tcb.probe_at = None
    rack = tcb.recovery.rack
    if rack is None or not rack.segments or not tcb.snd_wnd:
        return
    if not may_send_tail_probe(tcb):
        # "the sender MUST skip sending a loss probe and MUST proceed to re-arm the RTO timer": it has never stopped.
        effects.append(Noted(SENDING, Why(congestion_rules.TAIL_PROBE_SKIPPED)))
        return
    timeout = now - (tcb.recovery.last_sent or now)
    before = tcb.snd_nxt
    send_beyond(tcb, Why(congestion_rules.TAIL_PROBE, seq=before, timeout=timeout), now, effects)
    tcb.tlp_is_retrans = tcb.snd_nxt == before
    if tcb.tlp_is_retrans:
        last = rack.segments[-1]
        seq = max(last.seq, last.end - tcb.smss + blocks_length(tcb))
        end = resend(tcb, seq, last.end, Why(congestion_rules.TAIL_PROBE, seq=seq, timeout=timeout), now, effects)
        rack.resent(seq, end, now)
    tcb.tlp_end = tcb.snd_nxt
    tcb.tlp_samples = tcb.rtt.samples
    tcb.retransmit_at = now + tcb.rtt.rto


def _persist_timeout(tcb: Tcb, now: int, effects: Effects) -> None:
    """The window is closed (RFC 9293 3.8.6.1), or so small that nothing was sent (3.8.6.2.1 rule (4))."""
    if now - tcb.heard_at >= max(tcb.settings.r2, 2 * tcb.persist_interval):
        # "As long as the receiving TCP peer continues to send acknowledgments in response to the probe segments, the
        # sending TCP peer MUST allow the connection to stay open": it does not.
        _give_up(tcb, Why(data_rules.PROBES_UNANSWERED, ns=now - tcb.heard_at), effects)
        return
    if tcb.snd_wnd:
        is_corked = tcb.corked and tcb.queue.end - tcb.snd_nxt <= tcb.snd_wnd
        rule = data_rules.CORK_OVER if is_corked else data_rules.WINDOW_OVERRIDE
        facts = {} if is_corked else {"window": tcb.snd_wnd}
        override(tcb, Why(rule, timeout=OVERRIDE, **facts), now, effects)
        return
    interval = min(2 * tcb.persist_interval, tcb.settings.max_rto)
    probe(tcb, Why(data_rules.WINDOW_PROBE, interval=interval), now, effects)
    tcb.persist_interval = interval
    tcb.persist_at = now + interval


def _keepalive_timeout(tcb: Tcb, now: int, effects: Effects) -> None:
    """RFC 9293 3.8.4: "only be sent when no sent data is outstanding, and no data or acknowledgment packets have been
    received for the connection within an interval".
    """
    settings = tcb.settings
    idle_until = tcb.heard_at + settings.keepalive_idle
    if not tcb.keepalive_sent and (now < idle_until or tcb.snd_una < tcb.snd_nxt):
        tcb.keepalive_at = idle_until if idle_until > now else now + settings.keepalive_interval
        effects.append(Noted(CONNECTIONS, Why(data_rules.KEEPALIVE_NOT_NEEDED)))
        return
    if tcb.keepalive_sent >= settings.keepalive_probes:
        why = Why(data_rules.KEEPALIVE_UNANSWERED, attempts=settings.keepalive_probes)
        effects.append(abort(tcb, why, now))
        _give_up(tcb, why, effects)
        return
    tcb.keepalive_sent += 1
    tcb.keepalive_at = now + settings.keepalive_interval
    why = Why(data_rules.KEEPALIVE, attempt=tcb.keepalive_sent, of=settings.keepalive_probes)
    # SEG.SEQ = SND.NXT-1 was acknowledged long ago, so that the other end has to answer.
    effects.append(Transmit(make(tcb, tcb.snd_nxt - 1, ACK, b"", now), why, tcb.dont_fragment))


def _give_up(tcb: Tcb, why: Why, effects: Effects) -> None:
    """The program learns of the last ICMP error, if there was one: it says more than that time is over."""
    error = "" if tcb.is_passive and tcb.state is State.SYN_RECEIVED else tcb.soft_error or "ETIMEDOUT"
    end(tcb, why, effects, error)
