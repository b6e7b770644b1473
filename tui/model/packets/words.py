"""What a field is for and what its value says: the lines beneath the fields of a packet."""

from sim import explain
from sim.wire.layers import FieldView, Layer
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import Ink, Line, Span, clip_line, line, wrap

_UNBROKEN = "\N{NO-BREAK SPACE}"


def field_words(
    layer: Layer, field: FieldView | None, room: int, most: int, glyphs: Glyphs, language: str = "en"
) -> list[Line]:
    """The words on a field, or on a layer where there is none, in at most ``most`` lines of ``room`` cells."""
    values = {each.name: each.value for each in layer.fields}
    name, note = "", None
    if field is not None:
        # An option can be there more than once.
        name, note, values[field.name] = field.name, field.note, field.value
    words = explain.field(layer.name, name, values, language, note)
    clause = Span(f" [{words.clause}]".replace(" ", _UNBROKEN) if words.clause else "", Ink.DIM)
    told = line(Span(words.title, Ink.STRONG), Span(f"  {words.sentence} " if words.sentence else ""), clause)
    lines = [_broken(each) for each in wrap(told, room)]
    if len(lines) > most > 0:
        lines[most - 1] = clip_line((*lines[most - 1], Span(" " * room)), room, glyphs.ellipsis)
    return lines[: max(0, most)]


def _broken(spans: Line) -> Line:
    """The line with blanks alone, and without those that a clause would begin it with."""
    texts = [span.text.replace(_UNBROKEN, " ") for span in spans]
    return line(
        *(
            Span(text if at else text.lstrip(), span.ink)
            for at, (text, span) in enumerate(zip(texts, spans, strict=True))
        )
    )
