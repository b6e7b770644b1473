"""IGMP: what a host tells the routers of its groups, and when."""

from sim.why import Rule

TRUNCATED = Rule(
    "igmp.truncated",
    "RFC 3376, 4",
    "IGMP message cut off",
    "The IGMP message should have {needed} octets, but only {present:octet is|octets are} here, so it is dropped.",
)
BAD_CHECKSUM = Rule(
    "igmp.bad-checksum",
    "RFC 3376, 4.1.2",
    "IGMP checksum is wrong",
    "The checksum is {found}, but it should be {expected}. The message was damaged, so it is dropped.",
)
ODD_QUERY = Rule(
    "igmp.odd-query",
    "RFC 3376, 7.1",
    "Query of no version",
    "A query has 8 octets, or at least 12 octets in version 3. This query from {src} has {length}, so it is dropped.",
)
NOT_FOR_HOSTS = Rule(
    "igmp.not-for-hosts",
    "RFC 3376, 4",
    "Message for routers only",
    "{src} sent this message for the routers on the link. A host does nothing with it.",
)
VERSION = Rule(
    "igmp.version",
    "RFC 3376, 7.2.1",
    "IGMP begins on the interface",
    "As long as {port} hears no query of an older version, it speaks IGMP version {version}.",
)
OLD_QUERIER = Rule(
    "igmp.old-querier",
    "RFC 3376, 7.2.1",
    "An older querier is there",
    "The query from {src} has version {version}, so {port} speaks no later version than that for the next {timeout}. "
    "Every such query starts this time again.",
)
QUERIER_GONE = Rule(
    "igmp.querier-gone",
    "RFC 3376, 7.2.1",
    "The older querier is gone",
    "No query of version {version} has come to {port} for a long time, so {port} takes this querier for gone.",
)
QUERIER_TELLS = Rule(
    "igmp.querier-tells",
    "RFC 3376, 4.1.6",
    "The querier tells its times",
    "The query says how often the querier asks and how many times it wants a change reported. {port} uses both.",
)
JOIN = Rule(
    "igmp.join",
    "RFC 3376, 5.1",
    "Report the new group",
    "{port} has joined the group {group}. The host tells the routers at once and does not wait for a query.",
)
CHANGE = Rule(
    "igmp.change",
    "RFC 3376, 5.1",
    "Report the changed senders",
    "{port} hears other senders in the group {group} than before. The host tells the routers at once.",
)
LEAVE = Rule(
    "igmp.leave",
    "RFC 3376, 5.1",
    "Tell that the group is left",
    "{port} has left the group {group}. The host tells the routers, so that they can stop sending the group here.",
)
LEAVE_SILENTLY = Rule(
    "igmp.leave-silently",
    "RFC 2236, 3",
    "Leave without a message",
    "{port} has left the group {group}. Another host reported the group last, or IGMP version 1 is spoken here: then "
    "no message is sent.",
)
SOURCES_UNTOLD = Rule(
    "igmp.sources-untold",
    "RFC 3376, 7.2.1",
    "Old IGMP knows no senders",
    "{port} hears other senders in the group {group} than before. IGMP version {version} cannot tell this to routers.",
)
REPEAT_LATER = Rule(
    "igmp.repeat-later",
    "RFC 3376, 5.1",
    "Send the report again later",
    "A report can be lost. So {port} repeats its report about the group {group} after a random time, {ns}.",
)
REPEAT = Rule(
    "igmp.repeat",
    "RFC 3376, 5.1",
    "Send the report again",
    "The first report about the group {group} may be lost, so {port} sends it once more.",
)
TOLD = Rule(
    "igmp.told",
    "RFC 3376, 5.1",
    "The change is told",
    "{port} has told the change in the group {group} often enough.",
)
ANSWER_LATER = Rule(
    "igmp.answer-later",
    "RFC 3376, 5.2",
    "Answer the query later",
    "A router asks for all groups. {port} answers after a random time of at most {timeout}, here {ns}, so that not all "
    "hosts answer at once.",
)
ANSWER_GROUP_LATER = Rule(
    "igmp.answer-group-later",
    "RFC 3376, 5.2",
    "Answer for the group later",
    "A router asks who hears the group {group}. {port} answers after a random time of at most {timeout}, here {ns}.",
)
ANSWER_IS_DUE = Rule(
    "igmp.answer-is-due",
    "RFC 3376, 5.2",
    "An answer is already due",
    "{port} already waits to send a report, and it will come early enough for this query, too.",
)
ANSWER = Rule(
    "igmp.answer",
    "RFC 3376, 5.2",
    "Answer for the group",
    "The random time is over. {port} reports that it is in the group {group}.",
)
ANSWER_ALL = Rule(
    "igmp.answer-all",
    "RFC 3376, 5.2",
    "Answer for all groups",
    "The random time is over. {port} reports its groups, {number} in all, in one message.",
)
ANSWERED = Rule(
    "igmp.answered",
    "RFC 3376, 5.2",
    "The group is reported",
    "The report about the group {group} has left {port}.",
)
ANSWERED_ALL = Rule(
    "igmp.answered-all",
    "RFC 3376, 5.2",
    "All groups are reported",
    "No answer about all groups is due on {port} any more.",
)
NOTHING_ASKED_FOR = Rule(
    "igmp.nothing-asked-for",
    "RFC 3376, 5.2",
    "No such sender is wanted",
    "{port} wants to hear none of the senders in the group {group} that the router asked for, so it does not answer.",
)
NOT_MEMBER = Rule(
    "igmp.not-member",
    "RFC 3376, 5.2",
    "Not in this group",
    "A router asks who hears the group {group}. {port} is not in the group, so it does not answer.",
)
NO_GROUPS = Rule(
    "igmp.no-groups",
    "RFC 2236, 3",
    "No group to report",
    "A router asks for all groups. {port} is in no group but 224.0.0.1, which nobody reports.",
)
REPORT_HEARD = Rule(
    "igmp.report-heard",
    "RFC 2236, 3",
    "Another host has answered",
    "{src} has reported the group {group}. One report for a link is enough, so {port} does not send its own.",
)
REPORT_LATER = Rule(
    "igmp.report-later",
    "RFC 2236, 3",
    "Another host was the last",
    "{src} has reported the group {group} after {port} did. If {port} leaves the group now, others are still in it.",
)
REPORT_UNUSED = Rule(
    "igmp.report-unused",
    "RFC 3376, 7.2.2",
    "Report of another host",
    "{src} has reported the group {group}. {port} has no report to hold back.",
)
