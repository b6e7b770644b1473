"""What happens to ports, timers and consoles of any device."""

from sim.why import Rule

PORT_CONFIGURED = Rule(
    "port.configured",
    "",
    "Port is configured",
    "The scenario configures port {port}[, with the address {addresses}].",
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
