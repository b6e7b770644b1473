"""Address conflict detection: is an address free, and does it stay so."""

from sim.why import Rule

BEGIN = Rule(
    "acd.begin",
    "RFC 5227, 2.1",
    "Is the address free?",
    "Before {port} uses {ip}, it asks whether anybody else has it. The first question follows after a short "
    "random wait, so that devices switched on together do not all ask at once.",
)
RATE_LIMITED = Rule(
    "acd.rate-limited",
    "RFC 5227, 2.1.1",
    "Slow down after conflicts",
    "{port} has met {conflicts:conflict|conflicts} already, so it waits longer before it tries {ip}: one who "
    "keeps trying must not fill the link with questions.",
)
PROBE = Rule(
    "acd.probe",
    "RFC 5227, 2.1.1",
    "Ask whether anybody objects",
    "{port} asks whether anybody has {ip} (probe {attempt} of {of}). It gives 0.0.0.0 as its own address, so "
    "that nobody learns {ip} too early.",
)
FREE = Rule(
    "acd.free",
    "RFC 5227, 2.3",
    "Nobody objects, in use",
    "Nobody has objected to {ip}, so {port} uses it from now on.",
)
TAKEN = Rule(
    "acd.taken",
    "RFC 5227, 2.1.1",
    "Somebody has it already",
    "{mac} already has {ip}, so {port} must not use it.",
)
RIVAL = Rule(
    "acd.rival",
    "RFC 5227, 2.1.1",
    "Somebody else wants it",
    "{mac} asks for {ip} at the same time: two devices want the same address, so {port} does not take it.",
)
FLUSHED = Rule(
    "acd.flushed",
    "RFC 5227, 2.1",
    "Check starts anew later",
    "The link of {port} is down. When it is up again, {ip} is checked anew: somebody may have taken it meanwhile.",
)
PROBE_AGAIN = Rule(
    "acd.probe-again",
    "RFC 5227, 2.1",
    "Not used before it is checked",
    "The link of {port} is up again, and meanwhile somebody may have taken {ip}: it is not used until a new "
    "check shows that it is free.",
)
CEASE = Rule(
    "acd.cease",
    "RFC 5227, 2.4",
    "Give the address up",
    "{mac} uses {ip} too, and this device is set up to give way: {port} stops using the address at once.",
)
CEASE_AFTER_DEFENCE = Rule(
    "acd.cease-after-defence",
    "RFC 5227, 2.4",
    "Defended once, given up",
    "{mac} uses {ip} too, though {port} defended it only a moment ago: {port} gives the address up.",
)
DEFENDED_LATELY = Rule(
    "acd.defended-lately",
    "RFC 5227, 2.4",
    "No second defence yet",
    "{mac} uses {ip} too, but {port} defended it only a moment ago. Two devices that defend without a pause "
    "would never stop.",
)
DEFEND = Rule(
    "acd.defend",
    "RFC 5227, 2.4",
    "Defend the own address",
    "{mac} uses {ip} too, which is the address of {port}: the device defends it by announcing it once more.",
)
