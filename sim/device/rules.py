"""What happens to ports, timers and consoles of any device."""

from sim.why import Rule

PORT_CONFIGURED = Rule(
    "port.configured",
    "",
    "Port as configured",
    "Port {port} starts as the scenario configures it[, with the address {addresses}].",
)
PORT_UP = Rule(
    "port.up",
    "",
    "Port has a link",
    "Port {port} has a working link: it can send and receive.",
)
PORT_DOWN = Rule(
    "port.down",
    "",
    "Port without a link",
    "Port {port} has no working link any more: it can neither send nor receive.",
)
PORT_SET = Rule(
    "port.set",
    "",
    "Port set by command",
    "A command sets port {port} {up}. Its link is up as long as both its ports are.",
)
LONE_FED = Rule(
    "lone.fed",
    "",
    "Fed in from outside",
    "This frame comes from outside the simulation: the program that drives the device hands it to port {port}.",
)
LONE_EMITTED = Rule(
    "lone.emitted",
    "",
    "Handed to the outside",
    "The frame leaves the simulation at port {port}: the program that drives the device takes it.",
)
CONSOLE_LINE = Rule(
    "console.line",
    "",
    "A line of output",
    "A line is printed on the console of this device.",
)
TIMER_DUE = Rule(
    "timer.due",
    "",
    "Time is up",
    "Time is up: {timer} runs out.",
)
