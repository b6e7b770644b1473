"""ICMP: requests and replies, and the errors that tell senders what went wrong."""

from sim.why import Rule

ECHO_REPLY = Rule(
    "icmp.echo-reply",
    "RFC 1122, 3.2.2.6",
    "Answer the ping",
    "{src} sends an echo request to {dst}. The echo reply returns the same sequence number, {sequence}, and the same "
    "{length:octet|octets} of data.",
)
TIMESTAMP_REPLY = Rule(
    "icmp.timestamp-reply",
    "RFC 1122, 3.2.2.8",
    "Answer with the time",
    "{src} asks {dst} for the time. The reply with sequence number {sequence} says when the request arrived and when "
    "the reply was sent.",
)
TIMESTAMP_TOO_SHORT = Rule(
    "icmp.timestamp-too-short",
    "RFC 792, timestamp message",
    "Timestamp request too short",
    "A timestamp request carries three times, 12 octets in all. This request from {src} has {length}, so it is "
    "dropped.",
)
BROADCAST_QUERY_IGNORED = Rule(
    "icmp.broadcast-query-ignored",
    "RFC 1122, 3.2.2.6",
    "Request to everyone ignored",
    "This {type} was sent to everyone ({dst}). If every device answered, {src} would be flooded, so this device "
    "ignores the request.",
)
REPLY_RECEIVED = Rule(
    "icmp.reply-received",
    "RFC 1122, 3.2.2.6",
    "The reply has arrived",
    "{src} has answered. This {type} with sequence number {sequence} is for the program that sent the request, which "
    "has the identifier {identifier}.",
)
ERROR_RECEIVED = Rule(
    "icmp.error-received",
    "RFC 1122, 3.2.2",
    "ICMP error has arrived",
    "{src} reports an error: {type} ({code}). The message quotes the datagram that caused it, so this device finds "
    "out which program to tell.",
)
TYPE_IGNORED = Rule(
    "icmp.type-ignored",
    "RFC 1122, 3.2.2",
    "ICMP type is ignored",
    "{src} sends an ICMP message of type {type}. This device does not handle this type, so it drops the message.",
)
TRUNCATED = Rule(
    "icmp.truncated",
    "RFC 792",
    "ICMP message cut off",
    "An ICMP message has at least {needed} octets, but only {present:octet is|octets are} here, so it is dropped.",
)
BAD_CHECKSUM = Rule(
    "icmp.bad-checksum",
    "RFC 792",
    "ICMP checksum is wrong",
    "The ICMP checksum is {found}, but it should be {expected}. The message was damaged on the way, so it is dropped.",
)
MALFORMED = Rule(
    "icmp.malformed",
    "RFC 792",
    "Not an ICMP message",
    "The protocol field of the datagram from {src} says ICMP, but the content is not an ICMP message, so it is "
    "dropped.",
)
ERROR = Rule(
    "icmp.error",
    "RFC 792",
    "Tell the sender",
    "{src} must learn what happened to its datagram to {dst}. The device sends {src} the ICMP message {type} ({code}).",
)
NO_ERROR_ABOUT_ERROR = Rule(
    "icmp.no-error-about-error",
    "RFC 1122, 3.2.2",
    "No error about errors",
    "The datagram from {src} is an ICMP error itself. Errors about errors could go on for ever, so the device sends "
    "no error.",
)
NO_ERROR_ABOUT_LATER_FRAGMENT = Rule(
    "icmp.no-error-about-later-fragment",
    "RFC 1122, 3.2.2",
    "Only first fragment counts",
    "This is not the first fragment of a datagram. One ICMP error about the first fragment is enough, so the device "
    "sends {src} no error.",
)
NO_ERROR_ABOUT_BROADCAST = Rule(
    "icmp.no-error-about-broadcast",
    "RFC 1122, 3.2.2",
    "No error about broadcasts",
    "The datagram from {src} was sent to many devices ({dst}). If each device sent an error, {src} would be flooded, "
    "so this device sends no error.",
)
NO_ERROR_ABOUT_BROADCAST_FRAME = Rule(
    "icmp.no-error-about-broadcast-frame",
    "RFC 1122, 3.2.2",
    "No error about broadcast frames",
    "The datagram from {src} came in a frame addressed to everyone. If each device sent an error, {src} would be "
    "flooded, so this device sends no error.",
)
NO_ERROR_TO_NO_HOST = Rule(
    "icmp.no-error-to-no-host",
    "RFC 1122, 3.2.2",
    "No host to tell",
    "{src} is not the address of a single host, so there is no host to which the device could send an ICMP error.",
)
RATE_LIMITED = Rule(
    "icmp.rate-limited",
    "RFC 1812, 4.3.2.8",
    "Enough errors for now",
    "The device has sent {burst:ICMP error|ICMP errors} to {dst} in quick succession. Now it sends only one every "
    "{interval}, so it does not send this error.",
)
TOKEN_SPENT = Rule(
    "icmp.token-spent",
    "RFC 1812, 4.3.2.8",
    "Errors are counted",
    "The device counts the ICMP errors to {dst}, so that they do not flood {dst}. It may send {left} more at once, "
    "and then one every {interval}.",
)
REDIRECT = Rule(
    "icmp.redirect",
    "RFC 1812, 5.2.7.2",
    "Tell of shorter route",
    "{src} and the next hop {gateway} are both in {network}, on {port}. {src} could send directly to {gateway}, so "
    "the router tells {src} to do so for {dst}.",
)
REDIRECT_ACCEPTED = Rule(
    "icmp.redirect-accepted",
    "RFC 1122, 3.2.2.2",
    "Redirect is accepted",
    "The gateway {src} says that {gateway} is a better gateway to {dst}. {src} is the gateway in use, so this device "
    "believes it and adds a route to {dst} alone.",
)
REDIRECT_IGNORED = Rule(
    "icmp.redirect-ignored",
    "RFC 1122, 3.2.2.2",
    "Redirect is ignored",
    "{src} recommends another gateway (redirect), but this device does not accept redirects.",
)
REDIRECT_STRAY = Rule(
    "icmp.redirect-stray",
    "RFC 1122, 3.2.2.2",
    "Redirect about unknown datagram",
    "{src} recommends another gateway (redirect), but this device has not sent the quoted datagram through a gateway. "
    "The redirect is ignored.",
)
REDIRECT_CODE_UNKNOWN = Rule(
    "icmp.redirect-code-unknown",
    "RFC 792, redirect message",
    "Redirect of unknown kind",
    "The redirect from {src} has code {code}, but only the codes 0 to 3 have a meaning. The redirect is ignored.",
)
REDIRECT_GATEWAY_OFF_LINK = Rule(
    "icmp.redirect-gateway-off-link",
    "RFC 1122, 3.2.2.2",
    "Recommended gateway not on link",
    "{src} says that {gateway} is a better gateway to {dst}, but {gateway} is not another host on this link. The "
    "redirect is ignored.",
)
REDIRECT_FORGOTTEN = Rule(
    "icmp.redirect-forgotten",
    "RFC 1122, 3.3.1.4",
    "Recommended gateway not reachable",
    "{gateway} can no longer be reached through {port}. The device forgets the redirect that sent {dst} to {gateway} "
    "and uses the other routes again.",
)
REDIRECT_NOT_FROM_GATEWAY = Rule(
    "icmp.redirect-not-from-gateway",
    "RFC 1122, 3.2.2.2",
    "Redirect from wrong sender",
    "{src} recommends another gateway to {dst}, but {src} is not the gateway in use[, which is {first_hop}]. The "
    "redirect is ignored.",
)
