"""The cache of a browser: what it keeps, for how long it is fresh, and what it asks the server later (RFC 9111)."""

from typing import NamedTuple

from sim.features.http import browse_rules as rules
from sim.features.http.client import Fields, Head
from sim.features.http.dates import read_date, second_of
from sim.features.http.tables import WebCacheRow
from sim.kernel import SECOND
from sim.why import Why


class Entry(NamedTuple):
    """A response that is kept: its header, its body without codings, and its row."""

    head: Head
    body: bytes
    row: WebCacheRow


class Cache:
    """What a browser keeps, by URL."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}

    def look(self, url: str, now: int, reloads: bool) -> tuple[Entry | None, Why]:
        """What is kept for a URL and may be used without a question to the server; why, or why not (RFC 9111 4)."""
        entry = self.entries.get(url)
        if entry is None:
            return None, Why(rules.NOT_KEPT, target=url)
        until = entry.row.fresh_until
        if reloads:
            return None, Why(rules.RELOADS, target=url)
        if until is not None and now < until:
            return entry, Why(rules.FRESH, target=url, ns=until - now)
        return None, Why(rules.STALE, target=url)

    def conditions(self, url: str) -> Fields:
        """The fields that ask whether what is kept for a URL is still right (RFC 9111 4.3.1)."""
        entry = self.entries.get(url)
        if entry is None:
            return ()
        etag, modified = entry.head.value("etag"), entry.head.value("last-modified")
        fields = () if etag is None else (("If-None-Match", etag),)
        return fields if modified is None else (*fields, ("If-Modified-Since", modified))

    def has(self, url: str) -> bool:
        """Whether anything is kept for a URL."""
        return url in self.entries

    def keep(self, url: str, head: Head, body: bytes, now: int) -> tuple[Entry, Why]:
        """Keep a response if that is allowed and of use (RFC 9111 3); else forget what was kept.

        The entry is for use now, whether it is kept or not.
        """
        control = _control(head)
        marks = head.value("etag"), head.value("last-modified")
        until = _fresh_until(head, control, now)
        entry = Entry(head, body, WebCacheRow(len(body), _type(head), marks[0] or "", marks[1] or "", now, until, 0))
        if head.status != 200 or "no-store" in control or (until is None and marks == (None, None)):
            self.entries.pop(url, None)
            rule = rules.MAY_NOT_KEEP if "no-store" in control else rules.NO_USE_TO_KEEP
            return entry, Why(rule, target=url, status=head.status)
        self.entries[url] = entry
        return entry, Why(rules.KEEPS, target=url)

    def confirm(self, url: str, head: Head, now: int) -> tuple[Entry, Why]:
        """The server says with 304 that what is kept is still right (RFC 9111 4.3.4). ``KeyError`` for nothing kept."""
        entry = self.entries[url]
        newer = {name.lower(): value for name, value in head.fields}
        kept = tuple((name, newer.pop(name.lower(), value)) for name, value in entry.head.fields)
        updated = entry.head._replace(fields=kept + tuple(each for each in head.fields if each[0].lower() in newer))
        row = entry.row._replace(stored=now, fresh_until=_fresh_until(updated, _control(updated), now))
        self.entries[url] = Entry(updated, entry.body, row)
        return self.use(url), Why(rules.CONFIRMED, target=url)

    def use(self, url: str) -> Entry:
        """Count that what is kept is used once more."""
        entry = self.entries[url]
        self.entries[url] = used = entry._replace(row=entry.row._replace(uses=entry.row.uses + 1))
        return used


def _control(head: Head) -> dict[str, str]:
    """The directives of Cache-Control by their names (RFC 9111 5.2)."""
    found = {}
    for item in (head.value("cache-control") or "").split(","):
        name, _, value = item.strip().partition("=")
        if name:
            found[name.lower()] = value.strip('" ')
    return found


def _fresh_until(head: Head, control: dict[str, str], now: int) -> int | None:
    """Until when (ns) a response may be used without a question; ``None`` for not at all (RFC 9111 4.2.1)."""
    if "no-cache" in control:
        return None
    age = head.value("age") or ""
    seconds = int(control["max-age"]) if control.get("max-age", "").isdecimal() else None
    if seconds is None and (expires := read_date(head.value("expires") or "")) is not None:
        date = read_date(head.value("date") or "")
        seconds = max(expires - (second_of(now) if date is None else date), 0)
    if seconds is None:
        return None
    left = seconds - (int(age) if age.isdecimal() else 0)
    return now + left * SECOND if left > 0 else None


def _type(head: Head) -> str:
    return (head.value("content-type") or "").partition(";")[0].strip()
