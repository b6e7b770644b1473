"""What a language says of the fields of headers, and how it writes facts. Types only."""

from collections.abc import Mapping
from typing import NamedTuple

from sim.trace.records import Kind

Case = int | str
_NO_CASES: Mapping[Case, str] = {}


class FieldRule(NamedTuple):
    """A field of a header: what it is for, in English.

    ``title`` is its full name. ``cases`` are templates too: what a value means, by the keys that
    :mod:`sim.explain.fields` finds for it; those that apply are written behind the sentence.
    """

    clause: str
    title: str
    sentence: str
    cases: Mapping[Case, str] = _NO_CASES


class FieldText(NamedTuple):
    """The same field in another language."""

    title: str
    sentence: str
    cases: Mapping[Case, str] = _NO_CASES


class Words(NamedTuple):
    """How a language writes facts; see :mod:`sim.explain.facts`, which uses them.

    ``language`` is its code. ``units`` are those of time, from ns to s. ``hop``, ``direct``, ``gap`` and ``rest`` are
    templates for ``str.format``. ``space`` stands between two sentences.

    ``happened`` says what a record tells, by its kind, without its reason: templates for
    :mod:`sim.explain.template`. ``loses`` is what a link does to a frame, where a device ``drops`` it, and ``edits``
    what befalls a frame that gets other fields there; ``packet`` is a packet by its name, ``a_packet`` one that has
    none, ``port`` a port that has only a number, ``interface`` one with a name, ``nothing`` the result of a call that
    returns none, ``earlier`` how many records come before those that are told.
    """

    language: str
    units: tuple[str, str, str, str]
    comma: str
    none: str
    yes: str
    no: str
    broadcast: str
    multicast: str
    named: str
    hop: str
    direct: str
    gap: str
    rest: str
    space: str
    happened: Mapping[Kind, str]
    loses: str
    edits: str
    packet: str
    a_packet: str
    port: str
    interface: str
    nothing: str
    earlier: str
