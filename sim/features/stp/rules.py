"""Spanning tree: who is root, which ports forward, and what changes that."""

from sim.why import Rule

TRUNCATED = Rule(
    "stp.truncated",
    "IEEE 802.1D-2004, 9.3.4",
    "BPDU is cut off",
    "A BPDU of this type needs {needed:octet|octets}, but only {present:octet is|octets are} there.",
)
OTHER_PROTOCOL = Rule(
    "stp.other-protocol",
    "IEEE 802.1D-2004, 9.3.4",
    "Not spanning tree's protocol",
    "The protocol identifier is {protocol}, but spanning tree's is 0. The switch does not use the message.",
)
UNKNOWN_TYPE = Rule(
    "stp.unknown-type",
    "IEEE 802.1D-2004, 9.3.4",
    "Unknown type of BPDU",
    "No BPDU of version {version} has the type {bpdu_type}. The switch does not use the message.",
)

# What a switch hears

HEARD = Rule(
    "stp.heard",
    "IEEE 802.1D-2004, 7.12.3",
    "BPDU for the switch",
    "The address of the frame is that of all switches that speak spanning tree. The switch takes the BPDU from port "
    "{port} and does not forward it.",
)
INVALID = Rule(
    "stp.invalid",
    "IEEE 802.1D-2004, 9.3.4",
    "BPDU too old or own",
    "The BPDU at port {port} is too old to be used, or this port itself has sent it. The switch does not use the BPDU.",
)
NOT_UNDERSTOOD = Rule(
    "stp.not-understood",
    "IEEE 802.1D-1998, 9.3.4",
    "BPDU of a newer protocol",
    "STP does not know the type of the BPDU at port {port}. The switch does not use the BPDU.",
)
NO_BPDU = Rule(
    "stp.no-bpdu",
    "IEEE 802.1D-2004, 7.12.3",
    "No BPDU inside",
    "The frame at port {port} has the address of BPDUs, but something else inside. The switch drops it.",
)
SUPERIOR = Rule(
    "stp.superior",
    "IEEE 802.1D-2004, 17.6",
    "Better BPDU on the link",
    "Switch {bridge} offers root {root} at cost {cost} on port {port}. This goes before what the port knew: root "
    "{held_root} at cost {held_cost}.",
)
INFERIOR = Rule(
    "stp.inferior",
    "IEEE 802.1D-2004, 17.21.8",
    "Worse BPDU on the link",
    "Switch {bridge} offers root {root} at cost {cost} on port {port}. This switch offers something better there, so "
    "it keeps what it knows.",
)
DISPUTED = Rule(
    "stp.disputed",
    "IEEE 802.1D-2004, 17.21.10",
    "Neighbour does not hear us",
    "Switch {bridge} offers something worse on port {port} and yet learns there. It seems not to hear this switch, so "
    "the port must not forward.",
)
PROPOSED = Rule(
    "stp.proposed",
    "IEEE 802.1D-2004, 17.21.11",
    "Neighbour proposes to forward",
    "Switch {bridge} wants to forward at once on the link at port {port}. Before this switch agrees, all its other "
    "ports have to be in step.",
)
AGREED = Rule(
    "stp.agreed",
    "IEEE 802.1D-2004, 17.21.9",
    "Neighbour agrees to forwarding",
    "Switch {bridge} agrees that port {port} is the designated port of the link. There can be no loop through the "
    "link now, so the port need not wait.",
)
INFORMATION_AGED = Rule(
    "stp.information-aged",
    "IEEE 802.1D-2004, 17.21.23",
    "Nothing heard for too long",
    "Port {port} has not heard from switch {bridge} for too long. What it knew is not used any more.",
)
TC_RECEIVED = Rule(
    "stp.tc-received",
    "IEEE 802.1D-2004, 17.31",
    "Neighbour tells of a change",
    "The BPDU at port {port} says that the tree has changed. The switch passes this on through its other ports.",
)
TCN_ACKNOWLEDGED = Rule(
    "stp.tcn-acknowledged",
    "IEEE 802.1D-1998, 8.6.15",
    "Notification is acknowledged",
    "The designated switch on port {port} has got the topology change notification. This switch does not repeat it.",
)

# Who is the root, and where it is

OWN_ROOT = Rule(
    "stp.own-root",
    "IEEE 802.1D-2004, 17.21.25",
    "This switch is the root",
    "No port has heard of a switch with a lower identifier than {bridge}. So this switch is the root itself.",
)
OTHER_ROOT = Rule(
    "stp.other-root",
    "IEEE 802.1D-2004, 17.21.25",
    "Another switch is the root",
    "{root} is the lowest identifier that the switch has heard, and its own is {own}. The root "
    "is behind port {port}, at cost {cost}.",
)
ROOT_TIMES = Rule(
    "stp.root-times",
    "IEEE 802.1D-2004, 17.21.25",
    "Times of the root",
    "All switches use the times that the root {root} tells them.",
)
ROOT_PORT_ONLY = Rule(
    "stp.root-port.only",
    "IEEE 802.1D-2004, 17.7",
    "Only way to the root",
    "Port {port} is the only one that has heard of the root {root}, at cost {cost}. It is the root port.",
)
ROOT_PORT_BY_ROOT = Rule(
    "stp.root-port.root",
    "IEEE 802.1D-2004, 17.6",
    "Root port by better root",
    "Port {port} has heard of root {root}, and port {other_port} of {other_root}. The lower identifier is the "
    "better, so port {port} is the root port.",
)
ROOT_PORT_BY_COST = Rule(
    "stp.root-port.cost",
    "IEEE 802.1D-2004, 17.6",
    "Root port by lower cost",
    "The root {root} is at cost {cost} through port {port}, and at cost {other_cost} through port {other_port}. The "
    "lower cost makes {port} the root port.",
)
ROOT_PORT_BY_BRIDGE = Rule(
    "stp.root-port.bridge",
    "IEEE 802.1D-2004, 17.6",
    "Root port by next switch",
    "The cost to the root is {cost} through ports {port} and {other_port}. Behind {port} is switch {bridge}, lower "
    "than {other_bridge} behind {other_port}, so port {port} is the root port.",
)
ROOT_PORT_BY_PORT = Rule(
    "stp.root-port.port",
    "IEEE 802.1D-2004, 17.6",
    "Root port by sender's port",
    "Ports {port} and {other_port} lead to the same switch {bridge}. It sends from its port {port_id} to {port} and "
    "from {other_id} to {other_port}; the lower one makes {port} the root port.",
)
ROOT_PORT_BY_OWN_PORT = Rule(
    "stp.root-port.own-port",
    "IEEE 802.1D-2004, 17.6",
    "Root port by own number",
    "Ports {port} and {other_port} hear the same port of switch {bridge}. The own identifier {port_id} is lower than "
    "{other_id}, so port {port} is the root port.",
)

# Roles of the other ports

DESIGNATED_OF_ROOT = Rule(
    "stp.designated.of-root",
    "IEEE 802.1D-2004, 17.7",
    "Port of the root",
    "Nobody is nearer to the root than the root itself. So port {port} is the designated port of its link.",
)
DESIGNATED_ALONE = Rule(
    "stp.designated.alone",
    "IEEE 802.1D-2004, 17.7",
    "Nobody better on the link",
    "No switch on the link at port {port} offers a better way to the root. So port {port} is the designated port of "
    "the link.",
)
DESIGNATED_BY_ROOT = Rule(
    "stp.designated.root",
    "IEEE 802.1D-2004, 17.6",
    "Designated by better root",
    "This switch knows root {root}, and switch {bridge} only {other_root}. So port {port} is the designated port of "
    "the link.",
)
DESIGNATED_BY_COST = Rule(
    "stp.designated.cost",
    "IEEE 802.1D-2004, 17.6",
    "Designated by lower cost",
    "This switch is at cost {cost} from the root, and switch {bridge} on the same link at cost {other_cost}. So port "
    "{port} is the designated port of the link.",
)
DESIGNATED_BY_BRIDGE = Rule(
    "stp.designated.bridge",
    "IEEE 802.1D-2004, 17.6",
    "Designated by lower identifier",
    "This switch {own} and switch {bridge} on the same link are both at cost {cost} from the root. The lower "
    "identifier makes port {port} the designated port.",
)
ALTERNATE_BY_ROOT = Rule(
    "stp.alternate.root",
    "IEEE 802.1D-2004, 17.6",
    "Blocked: neighbour's root is better",
    "Switch {bridge} on the link at port {port} knows root {root}, and this switch {own_root}. The port is not the "
    "way to the root, so it blocks.",
)
ALTERNATE_BY_COST = Rule(
    "stp.alternate.cost",
    "IEEE 802.1D-2004, 17.6",
    "Blocked: neighbour is nearer",
    "Switch {bridge} on the link at port {port} is at cost {cost} from the root, and this switch at cost {own_cost}. "
    "The neighbour serves the link, so port {port} blocks and no loop is left.",
)
ALTERNATE_BY_BRIDGE = Rule(
    "stp.alternate.bridge",
    "IEEE 802.1D-2004, 17.6",
    "Blocked: neighbour's identifier is lower",
    "Both switches on the link at port {port} are at cost {cost} from the root. {bridge} is lower than this switch's "
    "{own}, so the neighbour serves the link and port {port} blocks.",
)
BACKUP = Rule(
    "stp.backup",
    "IEEE 802.1D-2004, 17.7",
    "Blocked: own port serves link",
    "Port {other_port} of this same switch already serves the link at port {port}. A second way would make a loop, so "
    "port {port} blocks.",
)
PORT_DOWN = Rule(
    "stp.port-down",
    "IEEE 802.1D-2004, 17.7",
    "Port cannot be used",
    "Port {port} has no working link, or it is switched off. It has no part in the tree.",
)

# States of ports

LISTENS = Rule(
    "stp.listens",
    "IEEE 802.1D-1998, 8.4.2",
    "Port begins to listen",
    "Port {port} is to forward later. For one forward delay it only listens, so that old news of other switches can "
    "die out first.",
)
LEARNS = Rule(
    "stp.learns",
    "IEEE 802.1D-2004, 17.30",
    "Port begins to learn",
    "Port {port} learns MAC addresses from now on. It does not forward frames yet, so that fewer of them are flooded "
    "later.",
)
FORWARDS_AFTER_DELAY = Rule(
    "stp.forwards.delay",
    "IEEE 802.1D-2004, 17.29.3",
    "Port forwards after waiting",
    "Port {port} has waited long enough and heard of no better way. From now on it forwards frames.",
)
ROOT_FORWARDS = Rule(
    "stp.forwards.root",
    "IEEE 802.1D-2004, 17.29.2",
    "Root port forwards at once",
    "No other port of this switch was root port lately, so no loop can go through it. Root port {port} forwards "
    "without waiting.",
)
AGREED_FORWARDS = Rule(
    "stp.forwards.agreed",
    "IEEE 802.1D-2004, 17.29.3",
    "Neighbour agreed, port forwards",
    "The switch at the other end of the link has agreed. Port {port} forwards without waiting.",
)
EDGE_FORWARDS = Rule(
    "stp.forwards.edge",
    "IEEE 802.1D-2004, 17.29.3",
    "Edge port forwards at once",
    "No switch is behind the edge port {port}, so no loop can go through it. It forwards without waiting.",
)
DISCARDS_FOR_SYNC = Rule(
    "stp.discards.sync",
    "IEEE 802.1D-2004, 17.29.3",
    "Port stops for an agreement",
    "The switch wants to agree to a proposal. Until the neighbour at port {port} has agreed in turn, the port does "
    "not forward.",
)
DISCARDS_FOR_REROOT = Rule(
    "stp.discards.reroot",
    "IEEE 802.1D-2004, 17.29.3",
    "Former root port stops",
    "Another port is root port now, and port {port} was the root port until lately. Both must not forward, so "
    "port {port} stops for now.",
)
DISCARDS_DISPUTED = Rule(
    "stp.discards.disputed",
    "IEEE 802.1D-2004, 17.29.3",
    "Disputed port stops",
    "A neighbour at port {port} seems not to hear this switch. The port stops, since both might forward.",
)
RELAYS_NOTHING = Rule(
    "stp.relays-nothing",
    "IEEE 802.1D-2004, 7.7.1",
    "Port does not forward",
    "Spanning tree keeps port {port} from forwarding. The switch drops the frame, so that no loop is closed.",
)

SWITCHED_OFF = Rule(
    "stp.switched-off",
    "",
    "Spanning tree ends here",
    "The command ends spanning tree on this switch. All its ports forward; a loop is closed if the network has one.",
)

# Edge ports, guards, versions

AUTO_EDGE = Rule(
    "stp.auto-edge",
    "IEEE 802.1D-2004, 17.25",
    "Nobody answers: edge port",
    "No switch has answered the proposals at port {port}. The port takes itself for an edge port.",
)
EDGE_LOST = Rule(
    "stp.edge-lost",
    "IEEE 802.1D-2004, 17.25",
    "BPDU at an edge port",
    "A BPDU came to the edge port {port}, so a switch is behind it. The port is an edge port no longer.",
)
BPDU_GUARD = Rule(
    "stp.bpdu-guard",
    "",
    "BPDU guard shuts the port",
    "A BPDU came to port {port}, and BPDU guard lets no switch be there. The port is switched off until somebody "
    "switches it on again.",
)
ROOT_GUARD = Rule(
    "stp.root-guard",
    "IEEE 802.1D-2004, 17.21.25",
    "Root guard blocks the port",
    "A switch behind port {port} says that {root} is the root. Root guard lets no root be there, so the port blocks "
    "for as long as this is said.",
)
SELECTS_STP = Rule(
    "stp.selects-stp",
    "IEEE 802.1D-2004, 17.24",
    "Neighbour speaks STP only",
    "A BPDU of STP came to port {port}. The old switch does not understand RSTP, so STP is spoken there from now on.",
)
CHECKS_RSTP = Rule(
    "stp.checks-rstp",
    "IEEE 802.1D-2004, 17.24",
    "Port tries RSTP again",
    "Port {port} sends RSTP for some seconds, to see whether everybody on the link speaks it.",
)

# Topology changes

TC_DETECTED = Rule(
    "stp.tc-detected",
    "IEEE 802.1D-2004, 17.31",
    "The tree has changed",
    "Port {port} has begun to forward, so stations may be reached another way now. All switches have to forget what "
    "they have learned.",
)
TC_DETECTED_CLASSIC = Rule(
    "stp.tc-detected-classic",
    "IEEE 802.1D-1998, 8.6.14",
    "The tree has changed",
    "Port {port} has begun or ceased to forward, so stations may be reached another way now. The root has to tell all "
    "switches.",
)
TCN_RECEIVED = Rule(
    "stp.tcn-received",
    "IEEE 802.1D-1998, 8.7.2",
    "Notification from below",
    "A switch behind port {port} has noticed a change of the tree. This switch passes it on to the root and "
    "acknowledges it.",
)
FLUSHED = Rule(
    "stp.flushed",
    "IEEE 802.1D-2004, 17.21.7",
    "Row removed after change",
    "The tree has changed, and {mac} may no longer be behind port {port}. The switch removes the row and will learn "
    "it again.",
)
AGES_QUICKLY = Rule(
    "stp.ages-quickly",
    "IEEE 802.1D-1998, 8.3.5",
    "Stations are forgotten quickly",
    "The tree has changed. For now, the switch forgets a station after {ns} of silence.",
)
AGES_AS_USUAL = Rule(
    "stp.ages-as-usual",
    "IEEE 802.1D-1998, 8.3.5",
    "Usual ageing time again",
    "The change of the tree is over. The switch remembers silent stations for the usual time again.",
)

# What a switch sends

SENT_HELLO = Rule(
    "stp.sent-hello",
    "IEEE 802.1D-2004, 17.26",
    "Regular BPDU is sent",
    "The hello time is over. Port {port} tells again what this switch knows of the tree.",
)
SENT_NEWS = Rule(
    "stp.sent-news",
    "IEEE 802.1D-2004, 17.26",
    "BPDU with news",
    "What this switch offers on port {port} has changed. It tells its neighbours at once.",
)
SENT_PROPOSAL = Rule(
    "stp.sent-proposal",
    "IEEE 802.1D-2004, 17.29.3",
    "Port proposes to forward",
    "Port {port} is designated but does not forward yet. It asks the switch at the other end to agree, so that it "
    "need not wait.",
)
SENT_AGREEMENT = Rule(
    "stp.sent-agreement",
    "IEEE 802.1D-2004, 17.29.2",
    "Switch agrees to forwarding",
    "All other ports are in step, so no loop can go through this switch. Port {port} tells switch {bridge} that it "
    "may forward.",
)
SENT_TC = Rule(
    "stp.sent-tc",
    "IEEE 802.1D-2004, 17.31",
    "Change is passed on",
    "Port {port} tells its neighbours that the tree has changed.",
)
SENT_TCN = Rule(
    "stp.sent-tcn",
    "IEEE 802.1D-2004, 9.3.2",
    "Notification to the root",
    "The tree has changed, and only the root can tell all switches. Port {port} sends a notification towards the "
    "root, again and again until it is acknowledged.",
)
SENT_RELAYED = Rule(
    "stp.sent-relayed",
    "IEEE 802.1D-1998, 8.7.1",
    "Word of root passed on",
    "A BPDU from the root's side has come. Port {port} passes its content on, with this switch's own cost.",
)
SENT_REPLY = Rule(
    "stp.sent-reply",
    "IEEE 802.1D-1998, 8.6.5",
    "Answer to a worse BPDU",
    "Somebody on the link at port {port} offers something worse. The designated port answers with what is right.",
)

# Timers

TIMER_STARTED = Rule(
    "stp.timer-started",
    "IEEE 802.1D-2004, 17.17",
    "Spanning tree timer starts",
    "The switch starts {timer}: {ns}.",
)
TIMER_STOPPED = Rule(
    "stp.timer-stopped",
    "IEEE 802.1D-2004, 17.17",
    "Spanning tree timer stops",
    "The switch stops {timer}, which is not needed any more.",
)
