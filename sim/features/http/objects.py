"""What a page of HTML names that belongs to it: pictures, styles, scripts, frames."""

from html.parser import HTMLParser

_SOURCES = {
    "audio": "src",
    "embed": "src",
    "iframe": "src",
    "img": "src",
    "input": "src",
    "script": "src",
    "source": "src",
    "track": "src",
    "video": "src",
}
_LINKS = frozenset({"stylesheet", "icon", "preload"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link":
            kinds = (given.get("rel") or "").lower().split()
            reference = given.get("href") if _LINKS & {*kinds} else None
        else:
            reference = given.get(_SOURCES.get(tag, ""))
        if reference and reference not in self.found:
            self.found.append(reference.strip())


def objects_in(page: str) -> list[str]:
    """The references to the objects of a page, each once, in their order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
