"""What can go wrong on a link: by chance, from the link's own random stream, or for one chosen frame."""

import random
from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from sim.link import rules
from sim.link.ethernet.pdu import Damaged, Frame
from sim.link.port import Cable, Port
from sim.trace.records import Kind
from sim.why import Why


class Deed(StrEnum):
    """What a fault does to the frame that it is meant for."""

    DROP = "drop"
    DUPLICATE = "duplicate"
    CORRUPT = "corrupt"
    DELAY = "delay"
    EDIT = "edit"


class Edited(NamedTuple):
    """A frame with other values in its fields; ``fields`` and ``before`` tell of them, and of the values they had."""

    frame: Frame
    fields: str
    before: str


class Chances(NamedTuple):
    """Probabilities from 0 to 1 for each frame; ``jitter`` is the most that a frame is late by, in ns."""

    loss: float = 0.0
    duplicate: float = 0.0
    corrupt: float = 0.0
    jitter: int = 0


class TargetedFault:
    """A deed done to chosen frames: those that ``matches``, from the ``first`` such to the ``last`` (counted from 1).

    ``octet`` and ``bit`` (7 is the leftmost) say what to flip; ``fcs_repaired`` flips it inside a device rather than
    on the cable, so that the frame check sequence is right and only a checksum further up can tell.
    ``by`` is how late a delayed frame is, in ns. ``edit`` gives an edited frame, ``None`` for one that has no such
    fields, which stays as it is. ``is_damage`` says that the checksums of an edited frame stay as they were.
    """

    def __init__(
        self,
        deed: Deed,
        matches: Callable[[Port, Frame], bool],
        text: str,
        first: int = 1,
        last: int | None = 1,
        octet: int | None = None,
        bit: int = 0,
        fcs_repaired: bool = False,
        by: int = 0,
        edit: Callable[[Frame], Edited | None] | None = None,
        is_damage: bool = False,
    ) -> None:
        self.deed = deed
        self.matches = matches
        self.text = text
        self.first = first
        self.last = last
        self.octet = octet
        self.bit = bit
        self.fcs_repaired = fcs_repaired
        self.by = by
        self.edit = edit
        self.is_damage = is_damage
        self.seen = 0

    def hits(self, port: Port, frame: Frame) -> bool:
        """Count the frame if it matches, and tell whether its turn has come."""
        if self.seen == self.last or not self.matches(port, frame):
            return False
        self.seen += 1
        return self.seen >= self.first


class Faults:
    """The faults of one link."""

    def __init__(self, seed: str, chances: Chances = Chances(), targeted: tuple[TargetedFault, ...] = ()) -> None:
        self.chances = chances
        self.targeted = targeted
        self._random = random.Random(seed)

    def carry(self, link: Cable, port: Port, frame: Frame, sent: int, arrival: int) -> None:
        """Deliver the frame as the faults allow."""
        chances = self.chances
        deeds = {fault.deed: fault for fault in self.targeted if fault.hits(port, frame)}
        if Deed.DROP in deeds:
            link.lose(port, frame, sent, Why(rules.FAULT_DROPPED, link=link.name, fault=deeds[Deed.DROP].text))
            return
        if self._happens(chances.loss):
            link.lose(port, frame, sent, Why(rules.LOST, link=link.name, chance=chances.loss))
            return
        if Deed.EDIT in deeds:
            frame, sent = self._edit(link, port, frame, sent, deeds[Deed.EDIT])
        copies = [(frame, sent)]
        if Deed.DUPLICATE in deeds or self._happens(chances.duplicate):
            why = Why(rules.DUPLICATED, link=link.name)
            copies.append((frame, self._note(link, port, Kind.FRAME_DUPLICATED, frame, sent, why)))
        if Deed.CORRUPT in deeds or self._happens(chances.corrupt):
            copies[-1] = self._corrupt(link, port, frame, copies[-1][1], deeds.get(Deed.CORRUPT))
        if Deed.DELAY in deeds:
            arrival += deeds[Deed.DELAY].by
        for copy, number in copies:
            late = int(self._random.random() * (chances.jitter + 1)) if chances.jitter else 0
            link.deliver(port, copy, number, arrival + late)

    def _happens(self, chance: float) -> bool:
        return chance > 0 and self._random.random() < chance

    def _edit(self, link: Cable, port: Port, frame: Frame, sent: int, fault: TargetedFault) -> tuple[Frame, int]:
        edited = None if fault.edit is None else fault.edit(frame)
        if edited is None:
            return frame, sent
        rule = rules.FAULT_FIELDS_DAMAGED if fault.is_damage else rules.FAULT_FIELDS_CHANGED
        why = Why(rule, link=link.name, fault=fault.text, fields=edited.fields, before=edited.before)
        return edited.frame, self._note(link, port, Kind.FRAME_DAMAGED, edited.frame, sent, why)

    def _corrupt(
        self, link: Cable, port: Port, frame: Frame, sent: int, fault: TargetedFault | None
    ) -> tuple[Damaged, int]:
        from sim.link.ethernet import frame as wire  # noqa: PLC0415 - octets are rare, and the import is not free

        octets = bytearray(frame.octets if isinstance(frame, Damaged) else wire.with_fcs(wire.encode(frame)))
        if fault is not None and fault.octet is not None:
            octet, bit = min(fault.octet, len(octets) - 1), fault.bit
        else:
            at = int(self._random.random() * len(octets) * 8)
            octet, bit = at // 8, 7 - at % 8
        octets[octet] ^= 1 << bit
        damaged = bytes(octets)
        why = Why(rules.BIT_FLIPPED, link=link.name, octet=octet, bit=bit)
        if fault is not None and fault.fcs_repaired:
            damaged = wire.with_fcs(damaged[:-4])
            why = Why(rules.FAULT_BIT_FLIPPED_INSIDE, node=port.device.name, octet=octet, bit=bit)
        value = Damaged(damaged)
        return value, self._note(link, port, Kind.FRAME_DAMAGED, value, sent, why)

    @staticmethod
    def _note(link: Cable, port: Port, kind: Kind, frame: Frame, sent: int, why: Why) -> int:
        return link.trace.add(kind, link.kernel.now, port.link_spot, sent, frame, why)
