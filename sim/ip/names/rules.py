"""Which servers a device asks for names."""

from sim.why import Rule

CONFIGURED = Rule(
    "names.configured",
    "",
    "Name servers are configured",
    "The scenario says which servers this device asks for names: {servers}.[ A short name is completed with {search}.]",
)
LEARNED = Rule(
    "names.learned",
    "",
    "Name servers are learned",
    "{told_by} tells which servers this device asks for names: {servers}.[ A short name is completed with {search}.]",
)
IN_HOSTS_FILE = Rule(
    "names.in-hosts-file",
    "RFC 952",
    "Name is in the hosts file",
    "The hosts file of this device says that {name} has the address {ip}. The device looks there first, so it asks no "
    "server.",
)
DEVICE_NAME = Rule(
    "names.device-name",
    "",
    "Name is that of a device",
    "The name servers do not tell what {name} is. A device of this scenario has this name, so its address {ip} is "
    "used.",
)
FORGOTTEN = Rule(
    "names.forgotten",
    "",
    "Name servers are forgotten",
    "What {told_by} told is no longer valid. This device no longer asks those servers for names.",
)
