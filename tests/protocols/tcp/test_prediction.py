"""Header prediction is a shorter way to what the steps of RFC 9293 3.10.7.4 come to, and is taken by most segments."""

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.pdu.tcp import Tcp
from sim.protocols.tcp import arrive
from sim.protocols.tcp.effects import Effects
from sim.protocols.tcp.prediction import take_predicted
from sim.protocols.tcp.settings import TcpSettings
from sim.protocols.tcp.tcb import Tcb
from tests.protocols.tcp.ends import SECOND, Pair
from tests.protocols.tcp.test_any_path import PROFILES, bad_path, transfer

Take = Callable[[Tcb, Tcp, int], Effects | None]


def held(value: Any) -> Any:
    """An object as its slots, all the way down."""
    slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
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


def played(profile: str, seed: int, loss: float) -> Compared:
    """Both ends write at random, and close."""
    random = Random(seed)
    options = PROFILES[profile]._replace(r2=10_000 * SECOND, r2_syn=10_000 * SECOND)
    issues = (((1 << 32) - 9000,), (random.getrandbits(32),))
    pair = Pair(options, fate=bad_path(random, loss), issues=issues)
    with pytest.MonkeyPatch.context() as patched:
        compared = Compared(take_predicted)
        patched.setattr(arrive, "take_predicted", compared)
        pair.listen(pair.b)
        pair.connect(pair.a)
        transfer(pair, random, {"a": random.choice((1, 12_000, 30_000)), "b": random.choice((0, 1, 12_000))})
    return compared


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(PROFILES)), st.integers(0, 1 << 20), st.sampled_from((0, 0.02, 0.1)))
def test_a_predicted_segment_has_the_effects_and_leaves_the_state_that_the_steps_come_to(
    profile: str, seed: int, loss: float
) -> None:
    assert played(profile, seed, loss).asked


def test_most_segments_of_a_plain_transfer_are_predicted() -> None:
    pair = Pair(TcpSettings())
    with pytest.MonkeyPatch.context() as patched:
        compared = Compared(take_predicted)
        patched.setattr(arrive, "take_predicted", compared)
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
