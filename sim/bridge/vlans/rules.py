"""Which VLAN a frame is in, and what becomes of its tag."""

from sim.why import Rule

CONFIGURED = Rule(
    "vlan.configured",
    "",
    "VLAN is configured",
    "The scenario configures VLAN {vlan} on this switch.",
)
PORT_CONFIGURED = Rule(
    "vlan.port-configured",
    "",
    "Port has its VLANs",
    "The scenario configures which VLANs port {port} belongs to. A port that is given no VLAN is in VLAN 1.",
)
KNOWN = Rule(
    "vlan.known",
    "",
    "Switch begins with VLANs",
    "Somebody configures VLANs on this switch for the first time. Until now all its ports were together, as they are "
    "in VLAN {vlan}.",
)
PORT_KNOWN = Rule(
    "vlan.port-known",
    "",
    "Port is in VLAN 1",
    "From now on the switch tells VLANs apart. Port {port} is an access port of VLAN 1 until a command says otherwise.",
)
VLAN_CHANGED = Rule(
    "vlan.changed",
    "",
    "VLAN by a command",
    "By the command, VLAN {vlan} has this name and these ports on this switch.",
)
VLAN_REMOVED = Rule(
    "vlan.removed",
    "",
    "VLAN is removed",
    "The command removes VLAN {vlan} from this switch. Access ports of this VLAN carry no frames until they get "
    "another one.",
)
PORT_CHANGED = Rule(
    "vlan.port-changed",
    "",
    "Port by a command",
    "The command changes what port {port} does with VLANs.",
)
PORT_LEFT = Rule(
    "vlan.port-left",
    "",
    "Port left the VLAN",
    "Port {port} is no longer in VLAN {vlan}, so nobody in this VLAN is reached through it. The switch forgets that "
    "{mac} was there.",
)
ACCESS = Rule(
    "vlan.access",
    "IEEE 802.1Q-2018, 6.9",
    "Access port, its VLAN",
    "The frame has no tag. Port {port} is an access port of VLAN {vlan}, so the frame is in VLAN {vlan}. The switch "
    "learns from the source address[ {src_mac}] and then forwards by the destination address[ {dst_mac}], both within "
    "this VLAN.",
)
NATIVE = Rule(
    "vlan.native",
    "IEEE 802.1Q-2018, 6.9",
    "No tag, native VLAN",
    "The frame arrived at trunk port {port} without a tag. The native VLAN of this port is VLAN {vlan}, so the frame "
    "is in VLAN {vlan}, whichever VLAN it was in before it was sent.",
)
TAGGED = Rule(
    "vlan.tagged",
    "IEEE 802.1Q-2018, 6.9",
    "Tag names the VLAN",
    "The tag of the frame says VLAN {vlan}, and port {port} belongs to this VLAN. The switch learns from the source "
    "address[ {src_mac}] and then forwards by the destination address[ {dst_mac}], both within VLAN {vlan}.",
)
PRIORITY_TAG = Rule(
    "vlan.priority-tag",
    "IEEE 802.1Q-2018, 6.9.1",
    "Tag without a VLAN",
    "The number in the tag is 0, which is no VLAN: the tag only gives a priority. The frame is treated as a frame "
    "without a tag, so at port {port} it is in VLAN {vlan}.",
)
UNTAGGED_REFUSED = Rule(
    "vlan.untagged-refused",
    "IEEE 802.1Q-2018, 6.9",
    "No tag, no VLAN",
    "The frame arrived at port {port} without a tag, and this port has no native VLAN for such frames. The switch "
    "drops the frame.",
)
NATIVE_NOT_ALLOWED = Rule(
    "vlan.native-not-allowed",
    "IEEE 802.1Q-2018, 8.6.2",
    "Native VLAN not carried",
    "The frame arrived at trunk port {port} without a tag, so it is in the native VLAN, VLAN {vlan}. This trunk "
    "does not carry VLAN {vlan}, so the switch drops the frame.",
)
ACCESS_VLAN_MISSING = Rule(
    "vlan.access-missing",
    "IEEE 802.1Q-2018, 8.6.2",
    "Port's VLAN is missing",
    "Port {port} is an access port of VLAN {vlan}, and this switch has no VLAN {vlan}. The switch drops the frame.",
)
TAG_REFUSED = Rule(
    "vlan.tag-refused",
    "IEEE 802.1Q-2018, 6.9",
    "Tag at an access port",
    "The frame has a tag with VLAN {vlan}. Port {port} is an access port that admits only frames without a tag, so the "
    "switch drops the frame.",
)
RESERVED_VLAN = Rule(
    "vlan.reserved",
    "IEEE 802.1Q-2018, 9.6",
    "This VLAN is reserved",
    "The tag says VLAN 4095. This number is reserved, and no frame may have it, so the switch drops the frame that "
    "arrived at port {port}.",
)
UNKNOWN_VLAN = Rule(
    "vlan.unknown",
    "IEEE 802.1Q-2018, 8.6.2",
    "Switch lacks this VLAN",
    "The tag says VLAN {vlan}, and this switch has no VLAN {vlan}. The switch drops the frame that arrived at port "
    "{port}.",
)
NOT_ALLOWED = Rule(
    "vlan.not-allowed",
    "IEEE 802.1Q-2018, 8.6.2",
    "VLAN not on this trunk",
    "The tag says VLAN {vlan}, and trunk port {port} does not carry this VLAN. The switch drops the frame.",
)
OTHER_VLAN = Rule(
    "vlan.other",
    "IEEE 802.1Q-2018, 8.6.2",
    "Tag of another VLAN",
    "The tag says VLAN {vlan}, and port {port} is an access port of VLAN {own_vlan}. A station cannot choose another "
    "VLAN by a tag, so the switch drops the frame.",
)
TAG_ADDED = Rule(
    "vlan.tag-added",
    "IEEE 802.1Q-2018, 8.6.4",
    "Tag is put on",
    "Port {port} is a trunk, and frames of several VLANs leave through it. The switch puts a tag with VLAN {vlan} into "
    "the frame, so that the device at the other end knows the VLAN.",
)
TAG_REMOVED = Rule(
    "vlan.tag-removed",
    "IEEE 802.1Q-2018, 8.6.4",
    "Tag is taken off",
    "Frames of VLAN {vlan} leave port {port} without a tag, because the station there is to see an ordinary frame. The "
    "switch removes the tag.",
)
TAG_REMOVED_NATIVE = Rule(
    "vlan.tag-removed-native",
    "IEEE 802.1Q-2018, 8.6.4",
    "Native VLAN, no tag",
    "VLAN {vlan} is the native VLAN of trunk port {port}, and frames of the native VLAN leave without a tag. The "
    "switch removes the tag.",
)
FLOOD_UNKNOWN = Rule(
    "vlan.flood-unknown",
    "IEEE 802.1Q-2018, 8.6.1",
    "Unknown address in VLAN",
    "The MAC address table has no row for {mac} in VLAN {vlan}, so the switch sends the frame out of every port of "
    "VLAN {vlan} except port {port}, where the frame arrived.",
)
FLOOD_BROADCAST = Rule(
    "vlan.flood-broadcast",
    "IEEE 802.1Q-2018, 8.6.1",
    "Broadcast in the VLAN",
    "The frame is a broadcast, so the switch sends it out of every port of VLAN {vlan} except port {port}, where the "
    "frame arrived. Stations in other VLANs do not receive it.",
)
FLOOD_MULTICAST = Rule(
    "vlan.flood-multicast",
    "IEEE 802.1Q-2018, 8.6.1",
    "Multicast in the VLAN",
    "{mac} is a group (multicast) address. The switch does not know which stations are in the group, so it sends the "
    "frame out of every port of VLAN {vlan} except port {port}, where the frame arrived.",
)
FORWARD = Rule(
    "vlan.forward",
    "IEEE 802.1Q-2018, 8.6.1",
    "Known in the VLAN",
    "In VLAN {vlan} the MAC address table says that {mac} is on port {port}, so the switch sends the frame out of this "
    "port only.",
)
NO_OTHER_PORT = Rule(
    "vlan.no-other-port",
    "IEEE 802.1Q-2018, 8.6.1",
    "Nobody else in VLAN",
    "The frame to {mac} should leave through every port of VLAN {vlan} except port {port}, where it arrived. No other "
    "port of this VLAN is up, so the switch drops the frame.",
)
OWN_FRAME = Rule(
    "vlan.own-frame",
    "",
    "Frame of the switch itself",
    "The switch itself sends this frame from its interface {port}, in VLAN {vlan}.",
)
FOR_SWITCH = Rule(
    "vlan.for-switch",
    "",
    "Frame for the switch itself",
    "The destination address {mac} is that of the switch's own interface {port} in VLAN {vlan}. The switch does not "
    "forward the frame but takes it in: here switching ends and IP begins.",
)
FOR_SWITCH_TOO = Rule(
    "vlan.for-switch-too",
    "",
    "Switch takes a copy",
    "The frame is for a group that the switch's own interface {port} belongs to. So the switch takes in a copy, "
    "besides what it sends to the ports of VLAN {vlan}.",
)
FLOOD_OWN = Rule(
    "vlan.flood-own",
    "IEEE 802.1Q-2018, 8.6.1",
    "To all ports of VLAN",
    "The frame comes from the switch itself and is for everyone or for a group, so it leaves through every port of "
    "VLAN {vlan}.",
)
FLOOD_OWN_UNKNOWN = Rule(
    "vlan.flood-own-unknown",
    "IEEE 802.1Q-2018, 8.6.1",
    "Unknown address in VLAN",
    "The frame comes from the switch itself. The MAC address table has no row for {mac} in VLAN {vlan}, so the frame "
    "leaves through every port of this VLAN.",
)
SVI_DOWN = Rule(
    "vlan.svi-down",
    "",
    "Interface of VLAN is down",
    "The interface {port} is down: no port of VLAN {vlan} is up, or the interface is switched off. The frame is "
    "dropped.",
)
