"""Programs as questions show them: without comments, which may tell the answer."""

import io
import tokenize


def listing(source: str) -> list[str]:
    """The lines of a program, each where it was, without its comment."""
    lines = source.rstrip().splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return lines
