"""ICMP: asking whether somebody is there, and telling senders what went wrong."""

from sim.why import Rule

ECHO_REPLY = Rule(
    "icmp.echo-reply",
    "RFC 1122, 3.2.2.6",
    "Answer the ping",
    "{src} asks whether {dst} is there. The answer takes the same number, {sequence}, and the same "
    "{length:octet|octets} of data back.",
)
TIMESTAMP_REPLY = Rule(
    "icmp.timestamp-reply",
    "RFC 1122, 3.2.2.8",
    "Answer with the time",
    "{src} asks {dst} for its time: the answer, number {sequence}, says when the question came and when the answer "
    "left.",
)
TIMESTAMP_TOO_SHORT = Rule(
    "icmp.timestamp-too-short",
    "RFC 792, timestamp message",
    "Timestamp request too short",
    "A timestamp request carries three times, 12 octets; this one from {src} has {length}, so it is dropped.",
)
BROADCAST_QUERY_IGNORED = Rule(
    "icmp.broadcast-query-ignored",
    "RFC 1122, 3.2.2.6",
    "Sent to all, ignored",
    "This {type} went to everyone ({dst}). If everyone answered, {src} would be flooded, so it is ignored.",
)
REPLY_RECEIVED = Rule(
    "icmp.reply-received",
    "RFC 1122, 3.2.2.6",
    "The answer is here",
    "{src} has answered: this {type} number {sequence} is for the program that asked, which has the "
    "identifier {identifier}.",
)
ERROR_RECEIVED = Rule(
    "icmp.error-received",
    "RFC 1122, 3.2.2",
    "Trouble is reported",
    "{src} reports: {type} ({code}). The datagram quoted in the message tells which program has to know.",
)
TYPE_IGNORED = Rule(
    "icmp.type-ignored",
    "RFC 1122, 3.2.2",
    "Kind of message ignored",
    "{src} sends an ICMP message of the type {type}, which this device does not act on: it is dropped.",
)
TRUNCATED = Rule(
    "icmp.truncated",
    "RFC 792",
    "ICMP message cut off",
    "An ICMP message has at least {needed} octets and only {present} are here, so it is dropped.",
)
BAD_CHECKSUM = Rule(
    "icmp.bad-checksum",
    "RFC 792",
    "ICMP checksum is wrong",
    "The ICMP checksum is {found} and should be {expected}: the message was damaged on the way, so it is dropped.",
)
MALFORMED = Rule(
    "icmp.malformed",
    "RFC 792",
    "No ICMP message",
    "The datagram from {src} says that it carries ICMP, but its content is no ICMP message, so it is dropped.",
)
ERROR = Rule(
    "icmp.error",
    "RFC 792",
    "Tell the sender",
    "{src} has to know what became of its datagram to {dst}: it is sent the ICMP message {type} ({code}).",
)
NO_ERROR_ABOUT_ERROR = Rule(
    "icmp.no-error-about-error",
    "RFC 1122, 3.2.2",
    "No error about errors",
    "The datagram from {src} is an ICMP error itself. Errors about errors could go on for ever, so nothing is "
    "sent back.",
)
NO_ERROR_ABOUT_LATER_FRAGMENT = Rule(
    "icmp.no-error-about-later-fragment",
    "RFC 1122, 3.2.2",
    "Only first fragment counts",
    "This is a fragment other than the first. One ICMP error for the first is enough, so {src} is sent nothing.",
)
NO_ERROR_ABOUT_BROADCAST = Rule(
    "icmp.no-error-about-broadcast",
    "RFC 1122, 3.2.2",
    "No error about broadcasts",
    "The datagram from {src} went to many ({dst}). If each of them sent an error, {src} would be flooded, so "
    "nothing is sent back.",
)
NO_ERROR_ABOUT_BROADCAST_FRAME = Rule(
    "icmp.no-error-about-broadcast-frame",
    "RFC 1122, 3.2.2",
    "No error about broadcasts",
    "The datagram from {src} came in a frame addressed to everyone. If everyone sent an error, {src} would be "
    "flooded, so nothing is sent back.",
)
NO_ERROR_TO_NO_HOST = Rule(
    "icmp.no-error-to-no-host",
    "RFC 1122, 3.2.2",
    "Nobody to tell",
    "{src} is not the address of one single host, so there is nobody to send an ICMP error to.",
)
RATE_LIMITED = Rule(
    "icmp.rate-limited",
    "RFC 1812, 4.3.2.8",
    "Enough errors for now",
    "{dst} has been sent {burst:ICMP error|ICMP errors} in quick succession and gets only one every {interval} "
    "now: this one is not sent.",
)
TOKEN_SPENT = Rule(
    "icmp.token-spent",
    "RFC 1812, 4.3.2.8",
    "Errors are counted",
    "So that errors do not flood {dst}, they are counted: {left} more may follow at once, then one every {interval}.",
)
REDIRECT = Rule(
    "icmp.redirect",
    "RFC 1812, 5.2.7.2",
    "Tell of shorter way",
    "{src} and the next hop {gateway} are both in {network}, on {port}. {src} could send there directly, so it "
    "is told to do so for {dst}.",
)
REDIRECT_ACCEPTED = Rule(
    "icmp.redirect-accepted",
    "RFC 1122, 3.2.2.2",
    "Take the shorter way",
    "The gateway {src} says that {gateway} is a better way to {dst}. The gateway in use may say so, so a "
    "route to {dst} alone is added.",
)
REDIRECT_IGNORED = Rule(
    "icmp.redirect-ignored",
    "RFC 1122, 3.2.2.2",
    "Redirect is not heeded",
    "{src} advises another way (redirect), but this device is not one that takes such advice.",
)
REDIRECT_STRAY = Rule(
    "icmp.redirect-stray",
    "RFC 1122, 3.2.2.2",
    "Advice about nothing sent",
    "{src} advises another way (redirect), but what it quotes is no datagram that this device has sent by way of a "
    "gateway: the advice is ignored.",
)
REDIRECT_CODE_UNKNOWN = Rule(
    "icmp.redirect-code-unknown",
    "RFC 792, redirect message",
    "Redirect of unknown kind",
    "The redirect from {src} has the code {code}, and only 0 to 3 mean anything: it is ignored.",
)
REDIRECT_GATEWAY_OFF_LINK = Rule(
    "icmp.redirect-gateway-off-link",
    "RFC 1122, 3.2.2.2",
    "Advised gateway out of reach",
    "{src} advises to send to {dst} by way of {gateway}, which is no other host on this link: the advice is ignored.",
)
REDIRECT_FORGOTTEN = Rule(
    "icmp.redirect-forgotten",
    "RFC 1122, 3.3.1.4",
    "Advised gateway is dead",
    "Through {port}, {gateway} cannot be reached any more, so the advice to send to {dst} by way of it "
    "is given up: the other routes count again.",
)
REDIRECT_NOT_FROM_GATEWAY = Rule(
    "icmp.redirect-not-from-gateway",
    "RFC 1122, 3.2.2.2",
    "Advice from a stranger",
    "{src} advises another way to {dst}, but it is not the gateway in use[, which is {first_hop}]: the "
    "advice is not believed.",
)
