"""ARP: which MAC address belongs to an IP address on the same link."""

from sim.why import Rule

REQUEST = Rule(
    "arp.request",
    "RFC 826, packet generation",
    "Broadcast an ARP request",
    "{ip} is on the link of {port}, but its MAC address is not known. The device asks everyone on the link who has "
    "{ip}.",
)
REQUEST_AGAIN = Rule(
    "arp.request-again",
    "RFC 1122, 2.3.2.1",
    "Broadcast the request again",
    "{ip} has not answered yet, so the device asks everyone on the link of {port} again (request {attempt} of {of}).",
)
NO_ANSWER = Rule(
    "arp.no-answer",
    "RFC 1122, 2.3.2.1",
    "Nobody has the address",
    "Nobody has answered {requests:request|requests} for {ip}: there seems to be no such host on the link of {port}. "
    "The datagrams that wait for its MAC address are dropped.",
)
FAILED_LATELY = Rule(
    "arp.failed-lately",
    "RFC 1122, 2.3.2.1",
    "No answer a moment ago",
    "{ip} did not answer a moment ago. The device does not ask again so soon, and it drops the datagram at once.",
)
FAILED_FORGOTTEN = Rule(
    "arp.failed-forgotten",
    "RFC 1122, 2.3.2.1",
    "Failed row is removed",
    "Enough time has passed since nobody answered for {ip}. The row is removed, and the next datagram to {ip} may ask "
    "again.",
)
DATAGRAM_WAITS = Rule(
    "arp.datagram-waits",
    "RFC 1122, 2.3.2.2",
    "Wait for MAC address",
    "The datagram to {dst} waits until the MAC address of {ip} is known. The device cannot send a frame without a "
    "destination MAC address.",
)
QUEUE_FULL = Rule(
    "arp.queue-full",
    "RFC 1122, 2.3.2.2",
    "Too many datagrams wait",
    "Too many datagrams wait for the MAC address of {ip}. The device drops the oldest of them, to {dst}, because "
    "newer datagrams are more useful.",
)
RESOLVED = Rule(
    "arp.resolved",
    "RFC 826, packet reception",
    "Missing MAC address learned",
    "{ip} says that its MAC address is {mac}. The device was waiting for this MAC address, so the row is now complete.",
)
REFRESHED = Rule(
    "arp.refreshed",
    "RFC 826, packet reception",
    "MAC address is confirmed",
    "Another ARP packet from {ip} arrives, and its MAC address is still {mac}. The row counts as fresh again.",
)
CHANGED = Rule(
    "arp.changed",
    "RFC 826, packet reception",
    "MAC address has changed",
    "{ip} had the MAC address {old_mac} and now says that its MAC address is {mac}. The newest information counts, so "
    "the device changes the row.",
)
LEARNED_FROM_REQUEST = Rule(
    "arp.learned-from-request",
    "RFC 826, packet reception",
    "Learned from the request",
    "The request from {ip} is for this device, so the two will soon exchange datagrams. The device learns the MAC "
    "address {mac} of {ip} from the request itself.",
)
LEARNED_UNASKED = Rule(
    "arp.learned-unasked",
    "RFC 826, packet reception",
    "Learned without asking",
    "{ip} says that its MAC address is {mac}. This device did not ask, but ARP believes the answer without proof. "
    "Attackers can use this to send false answers.",
)
LEARNED_GRATUITOUS = Rule(
    "arp.learned-gratuitous",
    "",
    "Learned from an announcement",
    "{ip} announces that its MAC address is {mac}. This device is configured to add a row for every host that "
    "announces its address.",
)
SENDER_ELSEWHERE = Rule(
    "arp.sender-elsewhere",
    "",
    "Sender not on link",
    "{ip} is in no network of {port}. This device never sends frames directly to {ip}, so it needs no row with {mac}.",
)
STATIC = Rule(
    "arp.static",
    "",
    "Row configured by hand",
    "The row that gives {ip} the MAC address {mac} is configured by hand. It does not age, and no packet changes it.",
)
STATIC_KEPT = Rule(
    "arp.static-kept",
    "",
    "Configured row stays",
    "An ARP packet says that {ip} has the MAC address {heard_mac}, but the row of {ip} is configured by hand with "
    "{mac}. No packet changes such a row.",
)
REPLY = Rule(
    "arp.reply",
    "RFC 826, packet reception",
    "Answer the ARP request",
    "{sender_ip} asks who has {ip}. This is the address of {port}, so the device answers {sender_ip} alone: the MAC "
    "address is {mac}.",
)
REPLY_TO_ALL = Rule(
    "arp.reply-to-all",
    "RFC 3927, 2.5",
    "Answer the ARP request to everyone",
    "{port} has the address {ip}, so the device answers {sender_ip} with its MAC address {mac}. {ip} is link-local, so "
    "the answer is a broadcast: a device with the same address hears it.",
)
REPLY_TO_PROBE = Rule(
    "arp.reply-to-probe",
    "RFC 826, packet reception",
    "Answer an ARP probe",
    "A device that has no address yet checks whether {ip} is free. It is not free: {port} has this address and "
    "answers with its MAC address {mac}.",
)
REPLY_FOR_OTHER_INTERFACE = Rule(
    "arp.reply-for-other-interface",
    "RFC 1122, 3.3.4.2",
    "Answer for another interface",
    "{sender_ip} asks who has {ip}. Another interface of this device has {ip}. An address belongs to the whole device, "
    "so {port} answers with its own MAC address {mac}.",
)
PROXY_REPLY = Rule(
    "arp.proxy-reply",
    "RFC 1027, 2.1",
    "Answer for another host",
    "{sender_ip} asks who has {ip}. This router reaches {ip} through another port, so it answers with its own MAC "
    "address {mac} and forwards what arrives. This is called proxy ARP.",
)
POOL_REPLY = Rule(
    "arp.pool-reply",
    "RFC 3022, 4.1",
    "Answer for an outside address",
    "{sender_ip} asks who has {ip}. This router translates an address of its network to {ip}, so it answers with its "
    "own MAC address {mac}.",
)
ANNOUNCE = Rule(
    "arp.announce",
    "RFC 5227, 2.3",
    "Announce its own address",
    "{port} tells everyone on the link that {ip} has the MAC address {mac}, although nobody has asked. Other devices "
    "can correct old rows. This is called gratuitous ARP.",
)
ANNOUNCEMENT = Rule(
    "arp.announcement",
    "RFC 5227, 2.3",
    "Announcement needs no answer",
    "{sender_ip} announces its own MAC address. An announcement can correct a row, but it is not a question, so this "
    "device does not answer.",
)
PROBE_ANSWERED = Rule(
    "arp.probe-answered",
    "RFC 5227, 2.1.1",
    "A probe is answered",
    "{mac} answers an ARP probe and says that it has {ip}. The sender of the probe has no address yet, so the answer "
    "changes no ARP table.",
)
NOT_FOR_ME = Rule(
    "arp.not-for-me",
    "RFC 826, packet reception",
    "ARP packet for another device",
    "The ARP packet from {sender_ip} is for {ip}. This is not an address of {port}, so the device does not answer.",
)
NO_QUESTION = Rule(
    "arp.no-question",
    "RFC 826, packet reception",
    "Not an ARP request",
    "Only an ARP request needs an answer. This ARP packet has operation {operation}, so the device does not answer.",
)
STALE = Rule(
    "arp.stale",
    "RFC 1122, 2.3.2.1",
    "Row becomes stale",
    "No ARP packet from {ip} has arrived for some time. The device still uses {mac}, but it will ask {ip} to confirm "
    "{mac} at the next use.",
)
DOUBTED = Rule(
    "arp.doubted",
    "RFC 1122, 2.3.2.1",
    "Row is in doubt",
    "TCP gets no acknowledgments through the next hop {ip}, so {mac} may be wrong. The device will ask {ip} to "
    "confirm {mac} at the next use.",
)
POLL = Rule(
    "arp.poll",
    "RFC 1122, 2.3.2.1",
    "Check the old row",
    "The row for {ip} is old. The device still uses the row, and it asks {mac} alone (unicast) whether {mac} still "
    "has {ip}.",
)
POLL_BY_BROADCAST = Rule(
    "arp.poll-by-broadcast",
    "RFC 3927, 2.5",
    "Check the old row by broadcast",
    "The row for {ip} is old. The device still uses the row, and it asks whether {mac} still has {ip}. The device's "
    "own address is link-local, so the request is a broadcast.",
)
POLL_AGAIN = Rule(
    "arp.poll-again",
    "RFC 1122, 2.3.2.1",
    "Check once more",
    "{ip} has not confirmed its MAC address yet, so the device asks once more (request {attempt} of {of}).",
)
POLL_UNANSWERED = Rule(
    "arp.poll-unanswered",
    "RFC 1122, 2.3.2.1",
    "Old row not confirmed",
    "{mac} has not answered {polls:request|requests}. {ip} has probably moved or been switched off, so the device "
    "removes the row.",
)
EXPIRED = Rule(
    "arp.expired",
    "RFC 1122, 2.3.2.1",
    "Old row is removed",
    "For a long time, no ARP packet from {ip} has arrived and no datagram has used the row. The device removes the "
    "row.",
)
FLUSHED = Rule(
    "arp.flushed",
    "RFC 1122, 2.3.2.1",
    "Learned rows are removed",
    "The link of {port} went down, or a command asks for it: the device removes all rows that it learned through "
    "{port}. The row of {ip} is one of them.",
)
DELETED = Rule(
    "arp.deleted",
    "",
    "Row deleted by command",
    "A command deletes the row of {ip}. The next datagram to {ip} must ask for the MAC address again.",
)
OWN_PACKET = Rule(
    "arp.own-packet",
    "RFC 5227, 2.1.1",
    "Own packet came back",
    "The sender {mac} is this device itself: its own packet came back to {port}. The device drops the packet.",
)
BAD_SENDER_MAC = Rule(
    "arp.bad-sender-mac",
    "RFC 1812, 3.3.2",
    "Impossible sender MAC",
    "The sender's MAC address in the packet is {mac}. No single station can have this address, so the device drops "
    "the packet.",
)
BAD_SENDER_IP = Rule(
    "arp.bad-sender-ip",
    "RFC 1122, 3.2.1.3",
    "Impossible sender IP",
    "{mac} gives {ip} as its IP address. No single host can have this address, so the device drops the packet.",
)
MY_ADDRESS = Rule(
    "arp.my-address",
    "RFC 5227, 2.4",
    "Another device uses my address",
    "{mac} says that it has {ip}, but this is the address of {port}: two devices use the same address. The device "
    "adds no row for {mac}.",
)
TRUNCATED = Rule(
    "arp.truncated",
    "RFC 826, packet format",
    "ARP packet cut off",
    "An ARP packet for IPv4 has {needed} octets, but only {present:octet is|octets are} here, so it is dropped.",
)
UNKNOWN_HARDWARE_TYPE = Rule(
    "arp.unknown-hardware-type",
    "RFC 826, packet reception",
    "Not about Ethernet",
    "The hardware type of the packet is {hardware_type}. This device supports only type 1 (Ethernet), so it drops the "
    "packet.",
)
UNKNOWN_PROTOCOL_TYPE = Rule(
    "arp.unknown-protocol-type",
    "RFC 826, packet reception",
    "Not about IPv4",
    "The protocol type of the packet is {protocol_type}. This device supports only 0x0800 (IPv4), so it drops the "
    "packet.",
)
MALFORMED = Rule(
    "arp.malformed",
    "RFC 826, packet reception",
    "Wrong lengths of addresses",
    "The packet has address lengths of {hardware_length} and {protocol_length} octets. Ethernet and IPv4 addresses "
    "have 6 and 4 octets, so the packet is dropped.",
)
NOT_UNDERSTOOD = Rule(
    "arp.not-understood",
    "RFC 826, packet format",
    "Not an ARP packet",
    "The type field of the frame says ARP, but its {length} octets of content are not an ARP packet, so they are "
    "dropped.",
)
