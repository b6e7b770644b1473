"""ARP: which MAC address belongs to an IP address on the same link."""

from sim.why import Rule

REQUEST = Rule(
    "arp.request",
    "RFC 826, packet generation",
    "Ask everyone for MAC",
    "{ip} is on the link of {port}, but its MAC address is not known: everyone on the link is asked who has {ip}.",
)
REQUEST_AGAIN = Rule(
    "arp.request-again",
    "RFC 1122, 2.3.2.1",
    "Ask everyone again",
    "{ip} has not answered yet, so everyone on the link of {port} is asked again (request {attempt} of {of}).",
)
NO_ANSWER = Rule(
    "arp.no-answer",
    "RFC 1122, 2.3.2.1",
    "Nobody has the address",
    "{requests:request|requests} for {ip}, and no answer: there seems to be no such host on the link of {port}, "
    "so what waits for its MAC address is given up.",
)
FAILED_LATELY = Rule(
    "arp.failed-lately",
    "RFC 1122, 2.3.2.1",
    "No answer a moment ago",
    "{ip} did not answer a moment ago, so it is not asked for again yet, and the datagram is given up at once.",
)
FAILED_FORGOTTEN = Rule(
    "arp.failed-forgotten",
    "RFC 1122, 2.3.2.1",
    "May ask again",
    "It is long enough since nobody answered for {ip}: the next datagram may ask again.",
)
DATAGRAM_WAITS = Rule(
    "arp.datagram-waits",
    "RFC 1122, 2.3.2.2",
    "Wait for MAC address",
    "The datagram to {dst} waits until the MAC address of {ip} is known, since a frame cannot be sent without one.",
)
QUEUE_FULL = Rule(
    "arp.queue-full",
    "RFC 1122, 2.3.2.2",
    "Too many datagrams wait",
    "Too many datagrams wait for the MAC address of {ip}: the oldest, to {dst}, is dropped, since the latest are "
    "worth more.",
)
RESOLVED = Rule(
    "arp.resolved",
    "RFC 826, packet reception",
    "Missing MAC address learned",
    "{ip} says that its MAC address is {mac}: that is what was missing, so the row is complete.",
)
REFRESHED = Rule(
    "arp.refreshed",
    "RFC 826, packet reception",
    "MAC address confirmed",
    "{ip} is heard again, and its MAC address is still {mac}: the row is as good as new.",
)
CHANGED = Rule(
    "arp.changed",
    "RFC 826, packet reception",
    "MAC address has changed",
    "{ip} had the MAC address {old_mac} and now says {mac}. The latest word counts, so the row changes.",
)
LEARNED_FROM_REQUEST = Rule(
    "arp.learned-from-request",
    "RFC 826, packet reception",
    "Learn from the question",
    "{ip} asks for this device, so the two will soon talk: its MAC address {mac} is learned from the question itself.",
)
LEARNED_UNASKED = Rule(
    "arp.learned-unasked",
    "RFC 826, packet reception",
    "Learned without having asked",
    "{ip} says that its MAC address is {mac}. Nobody asked, but ARP believes what it is told: that is why it can "
    "be lied to.",
)
LEARNED_GRATUITOUS = Rule(
    "arp.learned-gratuitous",
    "",
    "Learned from an announcement",
    "{ip} announces the MAC address {mac}, and this device is set up to add a row for whoever announces itself.",
)
SENDER_ELSEWHERE = Rule(
    "arp.sender-elsewhere",
    "",
    "Sender not on link",
    "{ip} is in no network of {port}, so nothing is ever sent to it directly, and a row with {mac} would be of no use.",
)
STATIC = Rule(
    "arp.static",
    "",
    "Row configured by hand",
    "It is configured that {ip} has the MAC address {mac}: this row does not age, and no packet changes it.",
)
STATIC_KEPT = Rule(
    "arp.static-kept",
    "",
    "Configured row stays",
    "{ip} is heard with the MAC address {heard_mac}, but the row is configured by hand: it says {mac}, and no "
    "packet changes that.",
)
REPLY = Rule(
    "arp.reply",
    "RFC 826, packet reception",
    "Answer the question",
    "{sender_ip} asks who has {ip}. It is the address of {port}, so the answer, “{mac}”, goes to {sender_ip} alone.",
)
REPLY_TO_PROBE = Rule(
    "arp.reply-to-probe",
    "RFC 826, packet reception",
    "Answer an address check",
    "Somebody who has no address yet checks whether {ip} is free. It is not: {port} has it, and answers with {mac}.",
)
PROXY_REPLY = Rule(
    "arp.proxy-reply",
    "RFC 1027, 2.1",
    "Answer for somebody else",
    "{sender_ip} asks for {ip}, which this router reaches through another port: it answers with its own {mac} and "
    "will pass on what comes. This is proxy ARP.",
)
ANNOUNCE = Rule(
    "arp.announce",
    "RFC 5227, 2.3",
    "Announce the own address",
    "{port} tells everyone, unasked, that {ip} has the MAC address {mac}, so that old rows are corrected. This "
    "is gratuitous ARP.",
)
ANNOUNCEMENT = Rule(
    "arp.announcement",
    "RFC 5227, 2.3",
    "Nothing to answer",
    "{sender_ip} announces its own MAC address. That can correct a row, but it asks nothing, so nobody answers.",
)
PROBE_ANSWERED = Rule(
    "arp.probe-answered",
    "RFC 5227, 2.1.1",
    "A probe is answered",
    "{mac} answers a probe: it has {ip}. A probe comes from nobody's address yet, so the answer changes no ARP table.",
)
NOT_FOR_ME = Rule(
    "arp.not-for-me",
    "RFC 826, packet reception",
    "Somebody else is asked",
    "The ARP packet from {sender_ip} is for {ip}, which is no address of {port}: this device has nothing to answer.",
)
NO_QUESTION = Rule(
    "arp.no-question",
    "RFC 826, packet reception",
    "Nothing to answer",
    "Only a request is answered, and this ARP packet has the operation {operation}: it ends here.",
)
STALE = Rule(
    "arp.stale",
    "RFC 1122, 2.3.2.1",
    "Row no longer fresh",
    "{ip} has not been heard of for a while: {mac} is still used, but the next use asks whether it is right.",
)
DOUBTED = Rule(
    "arp.doubted",
    "RFC 1122, 2.3.2.1",
    "Row in doubt",
    "TCP gets no answers from beyond {ip}, so perhaps {mac} is not right any more: the next use asks.",
)
POLL = Rule(
    "arp.poll",
    "RFC 1122, 2.3.2.1",
    "Ask whether still there",
    "The row for {ip} is old. It is used all the same, and {mac} alone is asked whether it still has {ip}.",
)
POLL_AGAIN = Rule(
    "arp.poll-again",
    "RFC 1122, 2.3.2.1",
    "Ask once more",
    "{ip} has not confirmed its MAC address yet, so it is asked once more (question {attempt} of {of}).",
)
POLL_UNANSWERED = Rule(
    "arp.poll-unanswered",
    "RFC 1122, 2.3.2.1",
    "No longer there",
    "{polls:question|questions} to {mac}, and no answer: {ip} has moved or is switched off, so its row is removed.",
)
EXPIRED = Rule(
    "arp.expired",
    "RFC 1122, 2.3.2.1",
    "Old row removed",
    "{ip} has been neither heard nor needed for a long time, so its row is removed.",
)
FLUSHED = Rule(
    "arp.flushed",
    "RFC 1122, 2.3.2.1",
    "What was learned goes",
    "What was learned through {port} is forgotten, because its link went down or a command says so: the row of "
    "{ip} goes too.",
)
DELETED = Rule(
    "arp.deleted",
    "",
    "Row deleted by command",
    "A command deletes the row of {ip}: the next datagram to it has to ask again.",
)
OWN_PACKET = Rule(
    "arp.own-packet",
    "RFC 5227, 2.1.1",
    "Own packet came back",
    "The sender {mac} is this device itself: its own packet came back to {port}, and there is nothing to learn "
    "from it.",
)
BAD_SENDER_MAC = Rule(
    "arp.bad-sender-mac",
    "RFC 1812, 3.3.2",
    "Impossible sender MAC",
    "The sender claims the MAC address {mac}, which no single station can have, so nothing that this packet says "
    "is believed.",
)
BAD_SENDER_IP = Rule(
    "arp.bad-sender-ip",
    "RFC 1122, 3.2.1.3",
    "Impossible sender IP",
    "{mac} claims the IP address {ip}, which no single host can have, so nothing that this packet says is believed.",
)
MY_ADDRESS = Rule(
    "arp.my-address",
    "RFC 5227, 2.4",
    "Somebody uses my address",
    "{mac} claims {ip}, but that is the address of {port} itself: two devices have the same address. No row is "
    "made of it.",
)
TRUNCATED = Rule(
    "arp.truncated",
    "RFC 826, packet format",
    "ARP packet cut off",
    "An ARP packet for IPv4 has {needed} octets and only {present} are here, so it is dropped.",
)
UNKNOWN_HARDWARE_TYPE = Rule(
    "arp.unknown-hardware-type",
    "RFC 826, packet reception",
    "Not about Ethernet",
    "The packet asks about hardware of type {hardware_type}; this device speaks type 1, Ethernet, so it is dropped.",
)
UNKNOWN_PROTOCOL_TYPE = Rule(
    "arp.unknown-protocol-type",
    "RFC 826, packet reception",
    "Not about IPv4",
    "The packet asks about addresses of protocol {protocol_type}; this device speaks 0x0800, IPv4, so it is dropped.",
)
MALFORMED = Rule(
    "arp.malformed",
    "RFC 826, packet reception",
    "Wrong lengths of addresses",
    "The packet has addresses of {hardware_length} and {protocol_length} octets; with Ethernet and IPv4 it must "
    "be 6 and 4, so it is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "arp.not-understood",
    "RFC 826, packet format",
    "No ARP packet",
    "The frame says that it carries ARP, but its {length} octets of content are no ARP packet, so it is dropped.",
)
