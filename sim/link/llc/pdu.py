"""The header of logical link control, unnumbered information only (IEEE 802.2-1998, 3.2 and 5.4.1)."""

from sim.pdu.base import Content, Pdu

HEADER_LENGTH = 3
UNNUMBERED_INFORMATION = 0x03


class Llc(Pdu):
    """A unit of data between two service access points: ``dsap`` says which protocol receives the payload."""

    __slots__ = ("control", "dsap", "payload", "ssap")

    payload: Content

    def __init__(self, dsap: int, ssap: int, payload: Content, control: int = UNNUMBERED_INFORMATION) -> None:
        self.dsap = dsap
        self.ssap = ssap
        self.control = control
        self.payload = payload

    def __len__(self) -> int:
        return HEADER_LENGTH + len(self.payload)
