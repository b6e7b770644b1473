"""Bridge protocol data units (IEEE 802.1D-2004 clause 9), and the identifiers in them."""

from sim.addresses import MacAddress
from sim.pdu.base import Pdu

GROUP_ADDRESS = MacAddress(0x0180C2000000)
"""The Bridge Group Address, to which all BPDUs go (7.12.3)."""
SAP = 0x42
"""The LLC address of spanning tree, of the sender and of the receiver (7.12.3)."""

VERSION_STP = 0
VERSION_RSTP = 2

CONFIGURATION = 0x00
RAPID = 0x02
TOPOLOGY_CHANGE_NOTIFICATION = 0x80

TC = 0x01
PROPOSAL = 0x02
LEARNING = 0x10
FORWARDING = 0x20
AGREEMENT = 0x40
TC_ACK = 0x80
"""The flags (9.3.1, 9.3.3)."""

ROLE_SHIFT = 2
UNKNOWN_ROLE, ALTERNATE_BACKUP_ROLE, ROOT_ROLE, DESIGNATED_ROLE = range(4)
"""The port role within the flags (9.2.9)."""

TCN_LENGTH = 4
CONFIGURATION_LENGTH = 35
RAPID_LENGTH = 36

UNITS = 256
"""Times in BPDUs are in units of 1/256 s (9.2.8)."""


_MOST_PRIORITY = 0xFFFF


class BridgeId(int):
    """A Bridge Identifier: a priority of 16 bits, and the bridge's MAC address (9.2.5). The lower is the better."""

    __slots__ = ()

    @classmethod
    def of(cls, priority: int, address: int) -> "BridgeId":
        return cls(priority << 48 | address)

    @classmethod
    def parse(cls, text: str) -> "BridgeId":
        """Read ``32768.02:00:00:00:00:01``; raises ``ValueError``."""
        priority, dot, address = text.partition(".")
        if not dot or not priority.isdecimal() or int(priority) > _MOST_PRIORITY:
            raise ValueError(f"{text!r} is no bridge identifier, which is written like 32768.02:00:00:00:00:01")
        return cls.of(int(priority), MacAddress.parse(address))

    @property
    def priority(self) -> int:
        return self >> 48

    @property
    def address(self) -> MacAddress:
        return MacAddress(self & 0xFFFFFFFFFFFF)

    def __str__(self) -> str:
        return f"{self.priority}.{self.address}"

    def __repr__(self) -> str:
        return f"BridgeId({str(self)!r})"


class PortId(int):
    """A Port Identifier: a priority in steps of 16, and a number of 12 bits (9.2.7). The lower is the better."""

    __slots__ = ()

    @classmethod
    def of(cls, priority: int, number: int) -> "PortId":
        """``priority`` is from 0 to 240, of which the four high bits count."""
        return cls(priority >> 4 << 12 | number)

    @classmethod
    def parse(cls, text: str) -> "PortId":
        """Read ``128.1``; raises ``ValueError``."""
        priority, dot, number = text.partition(".")
        if not (dot and priority.isdecimal() and number.isdecimal() and int(priority) < 256 and int(number) < 4096):
            raise ValueError(f"{text!r} is no port identifier, which is written like 128.1")
        return cls.of(int(priority), int(number))

    @property
    def priority(self) -> int:
        return self >> 12 << 4

    @property
    def number(self) -> int:
        return self & 0xFFF

    def __str__(self) -> str:
        return f"{self.priority}.{self.number}"

    def __repr__(self) -> str:
        return f"PortId({str(self)!r})"


NO_BRIDGE = BridgeId(0)
NO_PORT = PortId(0)


class Bpdu(Pdu):
    """Any BPDU. One that notifies of a topology change has a ``version`` and a ``type`` alone.

    Times are in 1/256 s. ``rest`` are octets behind what this version knows, such as those of multiple spanning trees;
    in one of ``type`` RAPID they begin behind the Version 1 Length.
    """

    __slots__ = (
        "bridge",
        "cost",
        "flags",
        "forward_delay",
        "hello_time",
        "max_age",
        "message_age",
        "port",
        "rest",
        "root",
        "type",
        "version",
        "version_1_length",
    )

    def __init__(
        self,
        type: int,  # noqa: A002 - the field's name
        version: int = VERSION_STP,
        flags: int = 0,
        root: BridgeId = NO_BRIDGE,
        cost: int = 0,
        bridge: BridgeId = NO_BRIDGE,
        port: PortId = NO_PORT,
        message_age: int = 0,
        max_age: int = 0,
        hello_time: int = 0,
        forward_delay: int = 0,
        version_1_length: int = 0,
        rest: bytes = b"",
    ) -> None:
        self.type = type
        self.version = version
        self.flags = flags
        self.root = root
        self.cost = cost
        self.bridge = bridge
        self.port = port
        self.message_age = message_age
        self.max_age = max_age
        self.hello_time = hello_time
        self.forward_delay = forward_delay
        self.version_1_length = version_1_length
        self.rest = rest

    def __len__(self) -> int:
        lengths = {TOPOLOGY_CHANGE_NOTIFICATION: TCN_LENGTH, RAPID: RAPID_LENGTH}
        return lengths.get(self.type, CONFIGURATION_LENGTH) + len(self.rest)

    @property
    def role(self) -> int:
        """The port role in the flags; the other bits of a configuration BPDU mean nothing."""
        return self.flags >> ROLE_SHIFT & 3
