"""Why a host sends frames with made-up addresses."""

from sim.why import Rule

SENT = Rule(
    "macof.sent",
    "",
    "Frame with a made-up address",
    "macof sends a frame whose source address it has made up, {mac}. A switch that believes the frame gives this "
    "address a row in its MAC address table.",
)
