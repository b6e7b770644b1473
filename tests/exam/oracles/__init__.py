"""The second way to each answer: from the octets, the scenario's text, ``ipaddress``, networkx and the standards.

An oracle is given a question and what crossed the links of its run, and tells of any value whether it is right. So the
truth must be right, and every wrong option and slip must not be.
"""

from collections.abc import Callable
from typing import Any

from sim.exam.question import Question
from tests.exam.octets import Wire

Holds = Callable[[Any], bool]
Oracle = Callable[[Question, Wire], Holds]
ORACLES: dict[str, Oracle] = {}


def oracle(template: str) -> Callable[[Oracle], Oracle]:
    """Registers the oracle of a template."""

    def register(function: Oracle) -> Oracle:
        ORACLES[template] = function
        return function

    return register
