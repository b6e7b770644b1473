"""Papers in Moodle's XML format, as https://docs.moodle.org/en/Moodle_XML_format describes it."""

from base64 import b64encode
from collections.abc import Iterable
from html import escape
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from sim.exam.formats import html
from sim.exam.formats.wildcards import ordered, patterns
from sim.exam.question import Blank, Form, Kind
from sim.exam.sheet import Drawn, Gap, Sheet


def questions(sheets: Iterable[Sheet], name: str, language: str = "en") -> str:
    """The questions with their answers, figures and proofs, as a document."""
    quiz = Element("quiz")
    category = SubElement(quiz, "question", type="category")
    _text(SubElement(category, "category"), f"$course$/top/hopscope/{name}")
    for sheet in sheets:
        _question(quiz, sheet, language)
    indent(quiz)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(quiz, encoding="unicode") + "\n"


def _question(quiz: Element, sheet: Sheet, language: str) -> None:
    kind = sheet.question.kind
    is_choice = bool(sheet.choices) and kind is not Kind.ORDER
    gaps = sheet.gaps
    form = sheet.question.blanks[0].form if gaps else None
    numeric = len(gaps) == 1 and form in (Form.NUMBER, Form.DECIMAL)
    kind_of = "multichoice" if is_choice else "numerical" if numeric else "cloze" if len(gaps) > 1 else "shortanswer"
    question = SubElement(quiz, "question", type=kind_of)
    _text(SubElement(question, "name"), f"{sheet.number} {sheet.question.template}")
    text = SubElement(question, "questiontext", format="html")
    parts = [f"<p>{escape(sheet.text)}</p>", *html.shown(_without_figures(sheet), with_choices=False)]
    for number, figure in enumerate(sheet.figures, 1):
        name = f"{sheet.number}-{number}-{figure.kind}.svg"
        parts.append(f'<p><img src="@@PLUGINFILE@@/{name}" alt="{escape("; ".join(figure.lines), quote=True)}"></p>')
    if kind is Kind.ORDER:
        parts.append(f"<p>{escape(sheet.how)}</p>")
        parts += [f"<p>{choice.letter}. {html.choice(choice.text)}</p>" for choice in sheet.choices]
    if kind_of == "cloze":
        parts += [
            f"<p>{escape(gap.label)}: {_cloze(sheet, number)} {escape(gap.unit)}</p>" for number, gap in enumerate(gaps)
        ]
    _text(text, "\n".join(parts))
    for number, figure in enumerate(sheet.figures, 1):
        _file(text, f"{sheet.number}-{number}-{figure.kind}.svg", figure)
    feedback = SubElement(question, "generalfeedback", format="html")
    _text(feedback, "\n".join(html.explained(sheet, language)))
    if kind_of != "cloze":
        SubElement(question, "defaultgrade").text = "1"
    SubElement(question, "idnumber").text = f"{sheet.question.template}-{sheet.number}"
    if is_choice:
        _choices(question, sheet)
    elif kind is Kind.ORDER:
        SubElement(question, "usecase").text = "0"
        _answer(question, ordered(sheet.question), 100)
    elif kind_of != "cloze":
        _typed(question, sheet, gaps[0])


def _without_figures(sheet: Sheet) -> Sheet:
    return sheet._replace(figures=())


def _choices(question: Element, sheet: Sheet) -> None:
    several = sheet.question.kind is Kind.SEVERAL
    SubElement(question, "single").text = "false" if several else "true"
    SubElement(question, "shuffleanswers").text = "false" if sheet.question.kind is Kind.PACKET else "true"
    SubElement(question, "answernumbering").text = "ABCD"
    right = sum(choice.is_right for choice in sheet.choices)
    wrongs = len(sheet.choices) - right
    for choice in sheet.choices:
        share = 100 / right if choice.is_right else -100 / wrongs if several else 0
        _answer(question, html.choice(choice.text), share, choice.correction, "html")


def _typed(question: Element, sheet: Sheet, gap: Gap) -> None:
    blank = sheet.question.blanks[0]
    if blank.form not in (Form.NUMBER, Form.DECIMAL):
        SubElement(question, "usecase").text = "0"
    if blank.within is not None:
        _addresses(question, blank, gap)
        return
    answer = _answer(question, str(blank.truth), 100)
    if blank.form in (Form.NUMBER, Form.DECIMAL):
        SubElement(answer, "tolerance").text = f"{blank.tolerance:g}"
    for value, correction in gap.wrong:
        other = _answer(question, value, 0, correction)
        if blank.form in (Form.NUMBER, Form.DECIMAL):
            SubElement(other, "tolerance").text = f"{blank.tolerance:g}"


def _addresses(question: Element, blank: Blank, gap: Gap) -> None:
    """Any address of a network but some: these come first, since Moodle takes the first answer that fits."""
    corrections = dict(gap.wrong)
    for value in sorted(blank.without):
        _answer(question, str(value), 0, corrections.get(str(value), gap.answer))
    assert blank.within is not None
    for pattern in patterns(blank.within):
        _answer(question, pattern, 100)
    for value, correction in gap.wrong:
        if value not in map(str, blank.without):
            _answer(question, value, 0, correction)
    _answer(question, "*", 0, gap.answer)


def _cloze(sheet: Sheet, number: int) -> str:
    """A blank within a text, as https://docs.moodle.org/en/Embedded_Answers_(Cloze)_question_type has it."""
    blank = sheet.question.blanks[number]
    if blank.form in (Form.NUMBER, Form.DECIMAL):
        return f"{{1:NUMERICAL:={blank.truth}:{blank.tolerance:g}}}"
    truth = "".join(f"\\{sign}" if sign in '}#~/"\\' else sign for sign in str(blank.truth))
    return f"{{1:SHORTANSWER:={truth}}}"


def _answer(question: Element, text: str, share: float, feedback: str = "", form: str = "plain_text") -> Element:
    answer = SubElement(question, "answer", fraction=f"{share:.5f}".rstrip("0").rstrip("."), format=form)
    SubElement(answer, "text").text = text
    _text(SubElement(answer, "feedback", format="html"), escape(feedback))
    return answer


def _text(parent: Element, text: str) -> None:
    SubElement(parent, "text").text = text


def _file(parent: Element, name: str, figure: Drawn) -> None:
    file = SubElement(parent, "file", name=name, path="/", encoding="base64")
    file.text = b64encode(figure.svg.encode()).decode()
