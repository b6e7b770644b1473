"""What happens to ports, timers and consoles of any device."""

from sim.why import Rule

PORT_CONFIGURED = Rule(
    "port.configured",
    "",
    "Port is configured",
    "The scenario configures port {port}[, with the address {addresses}].",
)
INTERFACE_CREATED = Rule(
    "port.created",
    "",
    "Interface by a command",
    "A command creates the interface {port}.",
)
INTERFACE_REMOVED = Rule(
    "port.removed",
    "",
    "Interface is removed",
    "A command removes the interface {port}.",
)
PORT_ROUTED = Rule(
    "port.routed",
    "",
    "Port leaves the bridge",
    "A command takes port {port} out of switching. The port is now an interface of the device itself, like that of a "
    "router.",
)
PORT_SWITCHED = Rule(
    "port.switched",
    "",
    "Port joins the bridge",
    "A command puts port {port} back among the ports that the device switches frames between.",
)
PORT_UP = Rule(
    "port.up",
    "",
    "Port has a link",
    "Port {port} now has a working link: the port can send and receive frames.",
)
PORT_DOWN = Rule(
    "port.down",
    "",
    "Port without a link",
    "Port {port} no longer has a working link: the port can neither send nor receive frames.",
)
PORT_SET = Rule(
    "port.set",
    "",
    "Port set by command",
    "A command sets port {port} {up}. A link works only while the ports at both its ends are up.",
)
MTU_SET = Rule(
    "port.mtu-set",
    "",
    "MTU set by command",
    "A command sets the MTU of {port} to {mtu}: no datagram that leaves through {port} is longer.",
)
LOOPED = Rule(
    "port.looped",
    "RFC 1122, 3.2.1.3",
    "Comes back inside the device",
    "What a device sends through its loopback interface {port} reaches the same device. No cable carries it, and no "
    "other device sees it.",
)
LOOP_DOWN = Rule(
    "port.loop-down",
    "",
    "Loopback interface is off",
    "The loopback interface {port} is switched off. What the device sends to itself is dropped.",
)
SUBINTERFACE_CONFIGURED = Rule(
    "subinterface.configured",
    "",
    "Interface in a VLAN",
    "The interface {port} is in VLAN {vlan}[ of {parent}]: its frames are those of this VLAN alone.",
)
TAG_PUT_ON = Rule(
    "subinterface.tag-put-on",
    "IEEE 802.1Q-2018, 9.3",
    "Tag is put on",
    "The interface {port} sends through {parent}, in VLAN {vlan}. The device puts a tag with VLAN {vlan} into the "
    "frame, so that the switch at the other end knows the VLAN.",
)
TAG_TAKEN_OFF = Rule(
    "subinterface.tag-taken-off",
    "IEEE 802.1Q-2018, 9.3",
    "Tag leads to interface",
    "The frame arrived at {parent} with a tag of VLAN {vlan}. The device removes the tag and hands the frame to the "
    "interface of this VLAN, {port}.",
)
NOT_IN_VLAN = Rule(
    "subinterface.none",
    "IEEE 802.1Q-2018, 9.3",
    "No interface in this VLAN",
    "The frame arrived at {port} with a tag of VLAN {vlan}. The device has no interface in this VLAN, so it drops the "
    "frame.",
)
PRIORITY_TAG = Rule(
    "subinterface.priority-tag",
    "IEEE 802.1Q-2018, 9.6",
    "Tag without a VLAN",
    "The number in the tag is 0, which is no VLAN: the tag only gives a priority. The device removes the tag and "
    "treats the frame at {port} like one without a tag.",
)
TAG_CUT_OFF = Rule(
    "subinterface.tag-cut-off",
    "IEEE 802.1Q-2018, 9.3",
    "Tag is cut off",
    "The type of the frame that arrived at {port} announces a VLAN tag, but the frame ends inside the tag. The device "
    "drops the frame.",
)
SUBINTERFACE_OFF = Rule(
    "subinterface.off",
    "",
    "Interface is off",
    "The interface {port} is switched off, so the frame is dropped.",
)
LONE_FED = Rule(
    "lone.fed",
    "",
    "Frame from outside",
    "This frame comes from outside the simulation. The program that drives the device gives the frame to port {port}.",
)
LONE_EMITTED = Rule(
    "lone.emitted",
    "",
    "Frame to the outside",
    "The frame leaves the simulation at port {port}. The program that drives the device receives the frame.",
)
CONSOLE_LINE = Rule(
    "console.line",
    "",
    "A line of output",
    "The device prints a line on its console.",
)
TIMER_DUE = Rule(
    "timer.due",
    "",
    "A timer runs out",
    "A timer runs out: {timer}.",
)
