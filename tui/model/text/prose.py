"""The Markdown that most texts of teachers are: paragraphs with emphasis and code, and nothing else.

To load a parser of all Markdown takes a tenth of the time to the first picture, so these are read without one. A test
compares the result with the parser's.
"""

import re

from tui.model.text.ink import Ink, Line, Span, line

_INKS = {"*": Ink.TITLE, "**": Ink.STRONG, "`": Ink.KEY}
_PIECE = re.compile(
    r"(?P<plain>[^\\*_`\[\]<&]+)"
    r"|(?<!\*)(?P<mark>\*\*?)(?P<text>(?![\s_])\w(?:[^\\*_`\[\]<&]*(?!_)\w)?)(?P=mark)(?!\*)"
    r"|(?<!`)(?P<tick>`)(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
)
_LINE = re.compile(r"(?:[^\W\d_]|\d+(?![\d.)])|[\"(“「]|\*\*?\w|`[^`]).*(?<!\s)")
"""A line that begins as text does: not as a list, a heading, a quotation, a table or code."""


def prose(text: str) -> list[Line] | None:
    """The paragraphs, each as one long line; ``None`` where there may be more in the text than this module reads."""
    found = []
    for paragraph in re.split(r"\n\n+", text.strip("\n")):
        if not all(map(_LINE.fullmatch, paragraph.split("\n"))):
            return None
        spans, end = [], 0
        while end < len(paragraph):
            piece = _PIECE.match(paragraph, end)
            if piece is None:
                return None
            ink = _INKS.get(piece["mark"] or piece["tick"] or "", Ink.PLAIN)
            spans.append(Span((piece["plain"] or piece["text"] or piece["code"]).replace("\n", " "), ink))
            end = piece.end()
        found.append(line(*spans))
    return found
