"""Why octets are no DHCP message."""

from sim.why import Rule

CUT_OFF = Rule(
    "dhcp.cut-off",
    "RFC 2131, 2",
    "DHCP message is cut off",
    "A DHCP message has at least {needed} octets. This one has {present}.",
)
NO_COOKIE = Rule(
    "dhcp.no-cookie",
    "RFC 2131, 3",
    "No magic cookie in the message",
    "The options of a DHCP message begin with the octets 63 82 53 63. Here are {found}.",
)
BAD_OPERATION = Rule(
    "dhcp.bad-operation",
    "RFC 2131, 2",
    "Neither a request nor a reply",
    "The field op is 1 in a message of a client and 2 in a message of a server. Here it is {operation}.",
)
BAD_ADDRESS_LENGTH = Rule(
    "dhcp.bad-address-length",
    "RFC 2131, 2",
    "Hardware address is too long",
    "The field hlen says that the client's hardware address has {length} octets. The field chaddr has room for 16.",
)
OPTION_CUT = Rule(
    "dhcp.option-cut",
    "RFC 2132, 2",
    "An option runs over the end",
    "Option {dhcp_option} says that it is longer than what is left of the field {field}.",
)
OPTION_LENGTH = Rule(
    "dhcp.option-length",
    "RFC 2132, 2",
    "An option has wrong octets",
    "Option {dhcp_option} has {length:octet|octets} that cannot be such an option: its length or its value is wrong.",
)
BAD_NAMES = Rule(
    "dhcp.bad-names",
    "RFC 3397, 2",
    "Names in the option are wrong",
    "The names in option {dhcp_option} do not end: a label is cut off, a pointer does not lead backwards, or a name is "
    "longer than 255 octets.",
)
OVERLOAD_LOOP = Rule(
    "dhcp.overload-loop",
    "RFC 2132, 9.3",
    "Overload option in wrong field",
    "The option that says where more options are stands in the field {field}, which has these options itself. It may "
    "stand in the field options alone.",
)
NO_TYPE = Rule(
    "dhcp.no-type",
    "RFC 2131, 3",
    "No DHCP message type",
    "Option 53 says which of the eight DHCP messages this is. It is missing, so this is a message of BOOTP.",
)
