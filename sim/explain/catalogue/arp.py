"""ARP: which MAC address belongs to an IP address on the same link."""

from sim.explain.rule import Rule

RULES = {
    "arp.request": Rule(
        "RFC 826, packet generation",
        "Ask everyone for MAC",
        "{ip} is on the link of {port}, but its MAC address is not known: everyone on the link is asked who has {ip}.",
    ),
    "arp.request-again": Rule(
        "RFC 1122, 2.3.2.1",
        "Ask everyone again",
        "{ip} has not answered yet, so everyone on the link of {port} is asked again (request {attempt} of {of}).",
    ),
    "arp.no-answer": Rule(
        "RFC 1122, 2.3.2.1",
        "Nobody has the address",
        "{requests:request|requests} for {ip}, and no answer: there seems to be no such host on the link of {port}, "
        "so what waits for its MAC address is given up.",
    ),
    "arp.failed-lately": Rule(
        "RFC 1122, 2.3.2.1",
        "No answer a moment ago",
        "{ip} did not answer a moment ago, so it is not asked for again yet, and the datagram is given up at once.",
    ),
    "arp.failed-forgotten": Rule(
        "RFC 1122, 2.3.2.1",
        "May ask again",
        "It is long enough since nobody answered for {ip}: the next datagram may ask again.",
    ),
    "arp.datagram-waits": Rule(
        "RFC 1122, 2.3.2.2",
        "Wait for MAC address",
        "The datagram to {dst} waits until the MAC address of {ip} is known, since a frame cannot be sent without one.",
    ),
    "arp.queue-full": Rule(
        "RFC 1122, 2.3.2.2",
        "Too many datagrams wait",
        "Too many datagrams wait for the MAC address of {ip}: the oldest, to {dst}, is dropped, since the latest are "
        "worth more.",
    ),
    "arp.resolved": Rule(
        "RFC 826, packet reception",
        "Missing MAC address learned",
        "{ip} says that its MAC address is {mac}: that is what was missing, so the row is complete.",
    ),
    "arp.refreshed": Rule(
        "RFC 826, packet reception",
        "MAC address confirmed",
        "{ip} is heard again, and its MAC address is still {mac}: the row is as good as new.",
    ),
    "arp.changed": Rule(
        "RFC 826, packet reception",
        "MAC address has changed",
        "{ip} had the MAC address {old_mac} and now says {mac}. The latest word counts, so the row changes.",
    ),
    "arp.learned-from-request": Rule(
        "RFC 826, packet reception",
        "Learn from the question",
        "{ip} asks for this device, so the two will soon talk: its MAC address {mac} is learned from the question "
        "itself.",
    ),
    "arp.learned-unasked": Rule(
        "RFC 826, packet reception",
        "Learned without having asked",
        "{ip} says that its MAC address is {mac}. Nobody asked, but ARP believes what it is told: that is why it can "
        "be lied to.",
    ),
    "arp.learned-gratuitous": Rule(
        "",
        "Learned from an announcement",
        "{ip} announces the MAC address {mac}, and this device is set up to add a row for whoever announces itself.",
    ),
    "arp.sender-elsewhere": Rule(
        "",
        "Sender not on link",
        "{ip} is in no network of {port}, so nothing is ever sent to it directly, and a row with {mac} would be of "
        "no use.",
    ),
    "arp.static": Rule(
        "",
        "Row configured by hand",
        "It is configured that {ip} has the MAC address {mac}: this row does not age, and no packet changes it.",
    ),
    "arp.static-kept": Rule(
        "",
        "Configured row stays",
        "{ip} is heard with the MAC address {heard_mac}, but the row is configured by hand: it says {mac}, and no "
        "packet changes that.",
    ),
    "arp.reply": Rule(
        "RFC 826, packet reception",
        "Answer the question",
        "{sender_ip} asks who has {ip}. It is the address of {port}, so the answer, “{mac}”, goes to {sender_ip} "
        "alone.",
    ),
    "arp.reply-to-probe": Rule(
        "RFC 826, packet reception",
        "Answer an address check",
        "Somebody who has no address yet checks whether {ip} is free. It is not: {port} has it, and answers with "
        "{mac}.",
    ),
    "arp.proxy-reply": Rule(
        "RFC 1027, 2.1",
        "Answer for somebody else",
        "{sender_ip} asks for {ip}, which this router reaches through another port: it answers with its own {mac} and "
        "will pass on what comes. This is proxy ARP.",
    ),
    "arp.announce": Rule(
        "RFC 5227, 2.3",
        "Announce the own address",
        "{port} tells everyone, unasked, that {ip} has the MAC address {mac}, so that old rows are corrected. This "
        "is gratuitous ARP.",
    ),
    "arp.announcement": Rule(
        "RFC 5227, 2.3",
        "Nothing to answer",
        "{sender_ip} announces its own MAC address. That can correct a row, but it asks nothing, so nobody answers.",
    ),
    "arp.probe-answered": Rule(
        "RFC 5227, 2.1.1",
        "A probe is answered",
        "{mac} answers a probe: it has {ip}. A probe comes from nobody's address yet, so the answer changes no ARP "
        "table.",
    ),
    "arp.not-for-me": Rule(
        "RFC 826, packet reception",
        "Somebody else is asked",
        "The ARP packet from {sender_ip} is for {ip}, which is no address of {port}: this device has nothing to "
        "answer.",
    ),
    "arp.no-question": Rule(
        "RFC 826, packet reception",
        "Nothing to answer",
        "Only a request is answered, and this ARP packet has the operation {operation}: it ends here.",
    ),
    "arp.stale": Rule(
        "RFC 1122, 2.3.2.1",
        "Row no longer fresh",
        "{ip} has not been heard of for a while: {mac} is still used, but the next use asks whether it is right.",
    ),
    "arp.doubted": Rule(
        "RFC 1122, 2.3.2.1",
        "Row in doubt",
        "TCP gets no answers from beyond {ip}, so perhaps {mac} is not right any more: the next use asks.",
    ),
    "arp.poll": Rule(
        "RFC 1122, 2.3.2.1",
        "Ask whether still there",
        "The row for {ip} is old. It is used all the same, and {mac} alone is asked whether it still has {ip}.",
    ),
    "arp.poll-again": Rule(
        "RFC 1122, 2.3.2.1",
        "Ask once more",
        "{ip} has not confirmed its MAC address yet, so it is asked once more (question {attempt} of {of}).",
    ),
    "arp.poll-unanswered": Rule(
        "RFC 1122, 2.3.2.1",
        "No longer there",
        "{polls:question|questions} to {mac}, and no answer: {ip} has moved or is switched off, so its row is removed.",
    ),
    "arp.expired": Rule(
        "RFC 1122, 2.3.2.1",
        "Old row removed",
        "{ip} has been neither heard nor needed for a long time, so its row is removed.",
    ),
    "arp.flushed": Rule(
        "RFC 1122, 2.3.2.1",
        "What was learned goes",
        "What was learned through {port} is forgotten, because its link went down or a command says so: the row of "
        "{ip} goes too.",
    ),
    "arp.deleted": Rule(
        "",
        "Row deleted by command",
        "A command deletes the row of {ip}: the next datagram to it has to ask again.",
    ),
    "arp.own-packet": Rule(
        "RFC 5227, 2.1.1",
        "Own packet came back",
        "The sender {mac} is this device itself: its own packet came back to {port}, and there is nothing to learn "
        "from it.",
    ),
    "arp.bad-sender-mac": Rule(
        "RFC 1812, 3.3.2",
        "Impossible sender MAC",
        "The sender claims the MAC address {mac}, which no single station can have, so nothing that this packet says "
        "is believed.",
    ),
    "arp.bad-sender-ip": Rule(
        "RFC 1122, 3.2.1.3",
        "Impossible sender IP",
        "{mac} claims the IP address {ip}, which no single host can have, so nothing that this packet says is "
        "believed.",
    ),
    "arp.my-address": Rule(
        "RFC 5227, 2.4",
        "Somebody uses my address",
        "{mac} claims {ip}, but that is the address of {port} itself: two devices have the same address. No row is "
        "made of it.",
    ),
    "arp.truncated": Rule(
        "RFC 826, packet format",
        "ARP packet cut off",
        "An ARP packet for IPv4 has {needed} octets and only {present} are here, so it is dropped.",
    ),
    "arp.unknown-hardware-type": Rule(
        "RFC 826, packet reception",
        "Not about Ethernet",
        "The packet asks about hardware of type {hardware_type}; this device speaks type 1, Ethernet, so it is "
        "dropped.",
    ),
    "arp.unknown-protocol-type": Rule(
        "RFC 826, packet reception",
        "Not about IPv4",
        "The packet asks about addresses of protocol {protocol_type}; this device speaks 0x0800, IPv4, so it is "
        "dropped.",
    ),
    "arp.malformed": Rule(
        "RFC 826, packet reception",
        "Wrong lengths of addresses",
        "The packet has addresses of {hardware_length} and {protocol_length} octets; with Ethernet and IPv4 it must "
        "be 6 and 4, so it is dropped.",
    ),
    "arp.not-understood": Rule(
        "RFC 826, packet format",
        "No ARP packet",
        "The frame says that it carries ARP, but its {length} octets of content are no ARP packet, so it is dropped.",
    ),
}
