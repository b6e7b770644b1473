"""How a connection ends: properly, by a reset, or because nobody answers."""

from sim.transport.tcp import rules
from sim.transport.tcp.machine.effects import Effects, Ended, Failed, Noted
from sim.transport.tcp.machine.rows import CONNECTIONS
from sim.transport.tcp.machine.states import State
from sim.transport.tcp.machine.tcb import Tcb
from sim.why import Why


def end(tcb: Tcb, why: Why, effects: Effects, error: str = "") -> None:
    """Enter CLOSED and delete the TCB; ``error`` is what the program is told, "" for nothing."""
    stop_timers(tcb)
    effects.append(tcb.move(State.CLOSED, why))
    if error:
        effects.append(Failed(error, why))
    effects.append(Ended(why))


def stop_timers(tcb: Tcb) -> None:
    tcb.retransmit_at = tcb.persist_at = tcb.ack_at = tcb.expires_at = tcb.keepalive_at = None


def enter_time_wait(tcb: Tcb, why: Why, now: int, effects: Effects) -> None:
    """ "start the time-wait timer, turn off the other timers" (RFC 9293 3.10.7.4)"""
    stop_timers(tcb)
    tcb.expires_at = now + 2 * tcb.settings.msl
    effects.append(tcb.move(State.TIME_WAIT, why))


def restart_time_wait(tcb: Tcb, now: int, effects: Effects) -> None:
    tcb.expires_at = now + 2 * tcb.settings.msl
    effects.append(Noted(CONNECTIONS, Why(rules.TIME_WAIT_RESTARTED, timeout=2 * tcb.settings.msl)))


def limit_fin_wait_2(tcb: Tcb, now: int) -> None:
    """Nobody holds the connection any more: it need not wait for ever for a FIN that may never come."""
    if tcb.is_closed and tcb.state is State.FIN_WAIT_2:
        tcb.expires_at = now + tcb.settings.fin_wait_2_timeout


def return_to_listen(tcb: Tcb, why: Why, effects: Effects) -> None:
    """The connection that a listener began goes back to LISTEN: the listener is there already, so this one ends."""
    stop_timers(tcb)
    effects.append(tcb.move(State.LISTEN, why))
    effects.append(Ended(why))
