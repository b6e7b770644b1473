"""A bridge of Open vSwitch with VLANs: a second opinion on where a frame leaves, and with what tag."""

import re
from collections.abc import Iterator, Mapping

from tests.ovs import Ovs

Port = Mapping[str, str]
"""The columns of a port as ``ovs-vsctl`` sets them: ``tag``, ``vlan_mode``, ``trunks``."""
_PUSH = re.compile(r"push_vlan\(vid=(\d+),pcp=(\d+)\)")


def set_up(ovs: Ovs, ports: Mapping[str, Port]) -> None:
    """A new bridge with these ports, which are numbers."""
    command = ["--if-exists", "del-br", "br", "--", "add-br", "br", "--", "set", "bridge", "br", "datapath_type=dummy"]
    for name, columns in ports.items():
        command += ["--", "add-port", "br", f"p{name}", *(f"{key}={value}" for key, value in columns.items())]
        command += ["--", "set", "Interface", f"p{name}", "type=dummy", f"ofport_request={name}"]
    ovs.vsctl(*command)
    ovs.appctl("fdb/flush", "br")  # a bridge of the same name keeps its table


def receive(ovs: Ovs, port: str, octets: bytes) -> dict[str, bytes]:
    """What leaves the bridge when a frame comes in: the octets by port."""
    told = ovs.appctl("ofproto/trace", "--names", "br", f"in_port=p{port}", octets.hex())
    return dict(_emitted(told.rpartition("Datapath actions: ")[2].strip(), octets))


def _emitted(actions: str, octets: bytes) -> Iterator[tuple[str, bytes]]:
    """What the actions of the datapath come to, one after another, for a frame."""
    for action in re.split(r",(?![^(]*\))", actions):
        push = _PUSH.fullmatch(action)
        if push is not None:
            control = int(push[2]) << 13 | int(push[1])
            octets = octets[:12] + b"\x81\x00" + control.to_bytes(2, "big") + octets[12:]
        elif action == "pop_vlan":
            octets = octets[:12] + octets[16:]
        elif action not in ("drop", "br"):
            assert re.fullmatch(r"p\d+", action), f"{actions} has an action that nobody here knows"
            yield action[1:], octets
