"""What is remembered of DNS answers, and for how long."""

from sim.why import Rule

KEPT = Rule(
    "dns-cache.kept",
    "RFC 1034, 3.6",
    "Answer is remembered",
    "The records {rtype} of {name} have a time to live (TTL) of {seconds:second|seconds}. For so long this device "
    "remembers them[ as {server} told them], and asks nobody.",
)
NO_NAME_KEPT = Rule(
    "dns-cache.no-name-kept",
    "RFC 2308, 5",
    "Missing name is remembered",
    "The name {name} does not exist. The SOA record of the zone says that this is true for {seconds:second|seconds}, "
    "so for that time this device asks nobody for the name.",
)
NO_DATA_KEPT = Rule(
    "dns-cache.no-data-kept",
    "RFC 2308, 5",
    "Missing records are remembered",
    "The name {name} exists, but it has no records of type {rtype}. The SOA record of the zone says that this is true "
    "for {seconds:second|seconds}.",
)
THERE_AFTER_ALL = Rule(
    "dns-cache.there-after-all",
    "RFC 2308, 5",
    "Name exists now",
    "The cache says that {name} does not exist. A new answer has records of the name, so the old entry goes.",
)
OVER = Rule(
    "dns-cache.over",
    "RFC 1035, 3.2.1",
    "Time to live is over",
    "The time to live (TTL) of what this device remembers of {name} ({rtype}) is over. The next question for the name "
    "goes to a server again.",
)
FLUSHED = Rule(
    "dns-cache.flushed",
    "",
    "Cache is emptied",
    "A command empties the DNS cache. The next question for each name goes to a server.",
)
NO_ROOM = Rule(
    "dns-cache.no-room",
    "",
    "Cache is full",
    "The DNS cache has room for {most:entry|entries}. The entry that would expire first makes room for a new one.",
)
EXPIRY = Rule(
    "dns-cache.expiry",
    "RFC 1035, 3.2.1",
    "Next entry to expire",
    "In {ns}, the time to live (TTL) of the next entry of the DNS cache is over.",
)
NOTHING_TO_EXPIRE = Rule(
    "dns-cache.nothing-to-expire",
    "",
    "Cache is empty",
    "The DNS cache has no entry whose time to live could be over.",
)
