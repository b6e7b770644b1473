"""Address conflict detection: whether an address is free, and whether it stays so."""

from sim.why import Rule

BEGIN = Rule(
    "acd.begin",
    "RFC 5227, 2.1",
    "Check whether address is free",
    "Before {port} uses {ip}, it checks whether another device uses {ip}. It first waits a short random time, so that "
    "devices that start together do not all ask at once.",
)
RATE_LIMITED = Rule(
    "acd.rate-limited",
    "RFC 5227, 2.1.1",
    "Wait longer after conflicts",
    "{port} has already had {conflicts:conflict|conflicts}, so it waits longer before it checks {ip}. Otherwise its "
    "probes could fill the link.",
)
PROBE = Rule(
    "acd.probe",
    "RFC 5227, 2.1.1",
    "Ask whether anybody objects",
    "{port} asks who has {ip} (probe {attempt} of {of}). The probe gives 0.0.0.0 as the sender's address, so that no "
    "device learns {ip} too early.",
)
FREE = Rule(
    "acd.free",
    "RFC 5227, 2.3",
    "Address is free to use",
    "Nobody has objected to {ip}, so {port} uses this address from now on.",
)
TAKEN = Rule(
    "acd.taken",
    "RFC 5227, 2.1.1",
    "Address is already in use",
    "{mac} already uses {ip}, so {port} must not use this address.",
)
RIVAL = Rule(
    "acd.rival",
    "RFC 5227, 2.1.1",
    "Two devices want the address",
    "{mac} also sends a probe for {ip}: two devices want the same address. {port} does not use it.",
)
FLUSHED = Rule(
    "acd.flushed",
    "RFC 5227, 2.1",
    "Check again later",
    "The link of {port} is down. When the link is up again, the device checks {ip} again, because another device may "
    "use {ip} by then.",
)
PROBE_AGAIN = Rule(
    "acd.probe-again",
    "RFC 5227, 2.1",
    "Check again before use",
    "The link of {port} is up again. Another device may have taken {ip} in the meantime, so this device checks {ip} "
    "again before it uses this address.",
)
CEASE = Rule(
    "acd.cease",
    "RFC 5227, 2.4",
    "Give the address up",
    "{mac} uses {ip} too. This device is configured to give way, so {port} stops using the address at once.",
)
CEASE_AFTER_DEFENCE = Rule(
    "acd.cease-after-defence",
    "RFC 5227, 2.4",
    "Address defended, then given up",
    "{mac} still uses {ip}, although {port} defended this address only a moment ago. {port} stops using the address.",
)
DEFENDED_LATELY = Rule(
    "acd.defended-lately",
    "RFC 5227, 2.4",
    "No second defence yet",
    "{mac} uses {ip} too, but {port} defended this address only a moment ago. Two devices that defend an address "
    "without a pause would never stop.",
)
DEFEND = Rule(
    "acd.defend",
    "RFC 5227, 2.4",
    "Defend its own address",
    "{mac} uses {ip} too, but {ip} is the address of {port}. The device defends the address: it announces the address "
    "once more.",
)
