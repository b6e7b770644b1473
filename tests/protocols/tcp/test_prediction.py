"""Header prediction is a shorter way to what the steps of RFC 9293 3.10.7.4 come to, and is taken by most segments."""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.transport.tcp.machine import arrive
from sim.transport.tcp.machine.effects import Effects
from sim.transport.tcp.machine.prediction import take_predicted
from sim.transport.tcp.machine.settings import TcpSettings
from sim.transport.tcp.machine.tcb import Tcb
from sim.transport.tcp.pdu import Tcp
from tests.protocols.tcp.ends import Pair
from tests.protocols.tcp.many_paths import run

Take = Callable[[Tcb, Tcp, int], Effects | None]


def held(value: Any) -> Any:
    """An object as its slots, all the way down."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
    if isinstance(value, deque):
        return [held(each) for each in value]
    if isinstance(value, tuple) or not slots:
        return value
    return {name: held(getattr(value, name)) for name in slots}


class Compared:
    """Takes segments as predicted, and holds each against what the steps do to a copy of the connection."""

    def __init__(self, predict: Take) -> None:
        self.predict = predict
        self.asked = self.taken = 0

    def __call__(self, tcb: Tcb, segment: Tcp, now: int) -> Effects | None:
        if self.asked < 0:
            return None
        copy = deepcopy(tcb)
        asked, taken = self.asked, self.taken
        effects = self.predict(tcb, segment, now)
        self.asked = -1
        expected = arrive.segment_arrives(copy, segment, now)
        self.asked, self.taken = asked + 1, taken + (effects is not None)
        if effects is not None:
            assert [held(effect) for effect in effects] == [held(effect) for effect in expected]
            assert held(tcb) == held(copy)
        return effects


@contextmanager
def comparing() -> Iterator[Compared]:
    compared = Compared(take_predicted)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(arrive, "take_predicted", compared)
        yield compared


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1 << 20))
def test_a_predicted_segment_has_the_effects_and_leaves_the_state_that_the_steps_come_to(number: int) -> None:
    with comparing() as compared:
        run(number)
    assert compared.asked


def test_most_segments_of_a_plain_transfer_are_predicted() -> None:
    pair = Pair(TcpSettings())
    with comparing() as compared:
        pair.listen(pair.b)
        pair.connect(pair.a)
        pair.settle()
        assert pair.send(pair.a, bytes(60_000)) == 60_000
        pair.run()
    assert pair.b.read == bytes(60_000)
    # 42 segments of 1,448 octets at most, the 21 ACKs that every second one brings, and one for the odd one of the
    # initial window's three, after which nothing came for a while; and the two that end the handshake
    assert compared.asked == 66
    assert compared.taken >= 60
