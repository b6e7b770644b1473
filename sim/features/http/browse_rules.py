"""Why a browser asks for what it asks, and what it keeps."""

from sim.why import Rule

OBJECTS = Rule(
    "browse.objects",
    "",
    "The page names objects",
    "The page names {count} {count:object|objects} that belong to it. The browser fetches each of them, too.",
)
ALL_BUSY = Rule(
    "browse.all-busy",
    "RFC 9112, 9.4",
    "All connections are busy",
    "The browser opens {limit} {limit:connection|connections} to a server at most. The next request waits until one is "
    "free.",
)
NOT_KEPT = Rule(
    "browse.not-kept",
    "RFC 9111, 4",
    "It is not in the cache",
    "The browser's cache has nothing for {target}, so the browser asks the server.",
)
FRESH = Rule(
    "browse.fresh",
    "RFC 9111, 4.2",
    "The cache has it fresh",
    "The browser's cache has {target}, and it is fresh for another {ns}. The browser asks nobody.",
)
STALE = Rule(
    "browse.stale",
    "RFC 9111, 4.3",
    "Ask whether it has changed",
    "The browser's cache has {target}, but it may have changed. The browser asks the server, with the copy's marks.",
)
RELOADS = Rule(
    "browse.reloads",
    "RFC 9111, 5.2.1.4",
    "The user wants it anew",
    "The user reloads the page, so the browser asks the server about {target} even if its copy is fresh.",
)
KEEPS = Rule(
    "browse.keeps",
    "RFC 9111, 3",
    "Keep it for later",
    "The response for {target} may be kept and has a mark or a time. The browser puts it into its cache.",
)
MAY_NOT_KEEP = Rule(
    "browse.may-not-keep",
    "RFC 9111, 5.2.2.5",
    "It may not be kept",
    "Cache-Control says no-store, so the browser does not keep {target}.",
)
NO_USE_TO_KEEP = Rule(
    "browse.no-use-to-keep",
    "RFC 9111, 3",
    "Nothing to keep here",
    "The response for {target} has the status {status}, or neither a mark nor a time. The browser does not keep it.",
)
CONFIRMED = Rule(
    "browse.confirmed",
    "RFC 9111, 4.3.3",
    "The copy is still right",
    "The server answers 304: the copy of {target} in the cache is still right. No body was sent.",
)
USED = Rule(
    "browse.used",
    "RFC 9111, 4",
    "Take it from the cache",
    "The browser takes {target} from its cache.",
)
