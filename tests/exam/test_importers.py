"""Papers of all templates, read by programs of other people: Anki, and readers of GIFT and of Moodle XML."""

import html
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from sim.exam import catalogue
from sim.exam import paper as papers
from sim.exam.evidence import briefly
from sim.exam.formats import anki, gift, moodle
from sim.exam.formats.html import choice as as_html
from sim.exam.formats.wildcards import patterns
from sim.exam.making import Maker
from sim.exam.question import Form, Kind, letter
from sim.exam.run import Runs
from sim.exam.sheet import Sheet, heading, sheets
from sim.languages import LANGUAGES
from tests.outside import Importers, need_importers

_READERS = Path(__file__).parent / "importers"
_NUMERIC = (Form.NUMBER, Form.DECIMAL)


def _read(command: Sequence[str | Path], files: Sequence[Path], **environment: str) -> Any:
    told = subprocess.run([*command, *files], capture_output=True, check=False, env={**os.environ, **environment})
    assert told.returncode == 0, told.stderr.decode()
    return json.loads(told.stdout)


@pytest.mark.parametrize("variant", papers.VARIANTS[:2])  # A asks about bundled scenarios too, the others never
def test_programs_of_others_read_papers_of_all_templates(variant: str, tmp_path: Path) -> None:
    importers = need_importers()
    maker = Maker(Runs(most=600, records=10**7))  # one run for both languages
    paper = papers.make(papers.Wish(len(catalogue.IDS), 5, variant, catalogue.IDS), maker)
    made = {language: tuple(sheets(paper, maker, language)) for language in LANGUAGES}
    assert {sheet.question.template for sheet in made["en"]} == set(catalogue.IDS)
    heads = {language: heading(paper, language) for language in LANGUAGES}
    _gift(importers, made, heads, tmp_path)
    _moodle(importers, made, heads, tmp_path)
    _anki(importers, made, heads, tmp_path)


def _gift(importers: Importers, made: Mapping[str, Sequence[Sheet]], heads: Mapping[str, str], folder: Path) -> None:
    files = [folder / f"{language}.gift" for language in made]
    for file, (language, found) in zip(files, made.items(), strict=True):
        file.write_text("\n".join(gift.questions(found, heads[language], language)), "utf-8")
    read = _read([importers.node, _READERS / "gift.cjs"], files, NODE_PATH=str(importers.node_modules))
    for questions, found in zip(read, made.values(), strict=True):
        wanted = [each for sheet in found for each in _wanted_of_gift(sheet)]
        assert [_of_gift(question) for question in questions] == wanted


def _of_gift(question: Mapping[str, Any]) -> tuple[Any, ...]:
    """Kind, title, text, and for each answer whether it is right, its share, its value and its feedback."""
    answers = []
    for each in question["choices"]:
        value, feedback = each["text"], each["feedback"]
        told = (value["number"], value["range"]) if question["type"] == "Numerical" else value["text"]
        answers.append((each["isCorrect"], each["weight"], told, feedback["text"] if feedback else ""))
    assert question["stem"]["format"] == "plain"
    return (question["type"], question["title"], _one_spaced(question["stem"]["text"]), answers)


def _wanted_of_gift(sheet: Sheet) -> list[tuple[Any, ...]]:
    question = sheet.question
    title = f"{sheet.number} {question.template}"
    lines = [sheet.text, *(line for figure in sheet.figures for line in figure.lines), *sheet.given]
    if question.kind is Kind.ORDER:
        lines += [sheet.how, *(f"{each.letter}. {each.text}" for each in sheet.choices)]
        letters = "*".join(letter(place) for place in question.right)
        return [("Short", title, _one_spaced("\n".join(lines)), [(True, None, letters, "")])]
    if sheet.choices:
        right = sum(each.is_right for each in sheet.choices)
        answers = []
        for each in sheet.choices:
            share = 100 / right if each.is_right else -100 / (len(sheet.choices) - right)
            is_right, weight = (each.is_right, None) if question.kind is not Kind.SEVERAL else (False, round(share, 5))
            answers.append((is_right, weight, _one_spaced(each.text), _one_spaced(each.correction)))
        return [("MC", title, _one_spaced("\n".join(lines)), answers)]
    wanted: list[tuple[Any, ...]] = []
    for number, (gap, blank) in enumerate(zip(sheet.gaps, question.blanks, strict=True), 1):
        text = "\n".join([*lines, f"{gap.label} ({gap.unit})".lstrip() if gap.unit else gap.label]).strip()
        name = f"{title}.{number}" if len(sheet.gaps) > 1 else title
        if blank.form in _NUMERIC:
            wanted.append(
                (
                    "Numerical",
                    name,
                    _one_spaced(text),
                    [(True, None, pytest.approx((blank.truth, blank.tolerance)), "")],
                )
            )
        elif blank.within is not None:
            some = [(True, 0, str(each), _one_spaced(gap.answer)) for each in sorted(blank.without)]
            all_others = [(True, None, pattern, "") for pattern in patterns(blank.within)]
            wanted.append(("Short", name, _one_spaced(text), [*some, *all_others]))
        else:
            wanted.append(("Short", name, _one_spaced(text), [(True, None, str(blank.truth), "")]))
    return wanted


def _one_spaced(text: str) -> str:
    """gift-pegjs makes one space of several."""
    return re.sub(" +", " ", text)


def _moodle(importers: Importers, made: Mapping[str, Sequence[Sheet]], heads: Mapping[str, str], folder: Path) -> None:
    """moodle-xml-parser reads questions with options, and those with several blanks; the document has the rest."""
    files = [folder / f"{language}.xml" for language in made]
    for file, (language, found) in zip(files, made.items(), strict=True):
        file.write_text(moodle.questions(found, heads[language], language), "utf-8")
    read = _read([importers.python, _READERS / "moodle_xml.py"], files)
    for questions, found in zip(read, made.values(), strict=True):
        with_options = [each for each in found if each.choices and each.question.kind is not Kind.ORDER]
        for question, sheet in zip(questions["multichoice"], with_options, strict=True):
            assert question["single"] == (sheet.question.kind is not Kind.SEVERAL)
            assert sheet.text in question["text_pre_parse"]
            options = [(each["answer"], each["score_fraction"] > 0, each["feedback"]) for each in question["options"]]
            wanted = [(html.unescape(as_html(each.text)), each.is_right, each.correction) for each in sheet.choices]
            assert options == wanted
        with_blanks = [each for each in found if len(each.gaps) > 1]
        for question, sheet in zip(questions["cloze"], with_blanks, strict=True):
            gaps = [
                (each["sub_type"], each["options"][0]["answer"].replace("\\", ""), each["options"][0]["score"])
                for each in question["gaps"]
            ]
            assert gaps == [
                (
                    ("NUMERICAL", f"{blank.truth}:{blank.tolerance:g}")
                    if blank.form in _NUMERIC
                    else ("SHORTANSWER", str(blank.truth))
                )
                + (100,)
                for blank in sheet.question.blanks
            ]
    for file, found in zip(files, made.values(), strict=True):
        by_name = {each.findtext("name/text"): each for each in ET.parse(file).findall("question")}
        for sheet in found:
            if sheet.question.kind is Kind.ORDER or len(sheet.gaps) == 1:
                _moodle_typed(by_name[f"{sheet.number} {sheet.question.template}"], sheet)


def _moodle_typed(question: ET.Element, sheet: Sheet) -> None:
    """Elements of numerical and shortanswer questions, as docs.moodle.org, "Moodle XML format", lists them."""
    blank = sheet.question.blanks[0] if sheet.gaps else None
    is_numeric = blank is not None and blank.form in _NUMERIC
    assert question.get("type") == ("numerical" if is_numeric else "shortanswer")
    if blank is not None and blank.within is not None:
        told = [(each.findtext("text"), each.get("fraction")) for each in question.findall("answer")]
        some = [(str(each), "0") for each in sorted(blank.without)]
        assert told[: len(some)] == some  # before what fits them, too: Moodle takes the first that fits
        assert {text for text, share in told if share == "100"} == set(patterns(blank.within))
        assert told[-1] == ("*", "0")
        return
    answer, *others = question.findall("answer")
    assert answer.get("fraction") == "100"
    if blank is None:
        assert answer.findtext("text") == "*".join(letter(place) for place in sheet.question.right)
    else:
        assert answer.findtext("text") == str(blank.truth)
    if blank is not None and is_numeric:
        tolerance = float(answer.findtext("tolerance", ""))
        assert tolerance == pytest.approx(blank.tolerance, rel=1e-5)
        assert all(abs(float(each.findtext("text", "")) - blank.truth) > tolerance for each in others)
    assert all(each.get("fraction") == "0" for each in others)


def _anki(importers: Importers, made: Mapping[str, Sequence[Sheet]], heads: Mapping[str, str], folder: Path) -> None:
    """Each question becomes a note of its own; to import the paper again changes no schedule."""
    files = [folder / f"{language}.txt" for language in made]
    for file, (language, found) in zip(files, made.items(), strict=True):
        file.write_text("\n".join(anki.questions(found, heads[language], language)), "utf-8")
    read = _read([importers.python, _READERS / "anki_notes.py"], files)
    for collection, (language, found) in zip(read, made.items(), strict=True):
        assert collection["imported"] == _log(new=len(found))
        assert collection["imported again"] == _log(duplicate=len(found))
        assert collection["days"] == 9
        for sheet in found:
            note = collection["notes"].pop(anki.guid(sheet))
            assert note["type"] == "Basic"
            assert note["decks"] == [f"hopscope::{heads[language]}"]
            assert sorted(note["tags"]) == sorted(
                [f"hopscope::{sheet.question.topic}", f"hopscope::{sheet.question.level}"]
            )
            front, back = (html.unescape(field) for field in note["fields"])
            assert sheet.text in front
            assert all(each.text in front for each in sheet.choices)
            assert all(
                figure.svg in html.unescape(front) or html.unescape(figure.svg) in front for figure in sheet.figures
            )
            for where, why in briefly(sheet.evidence):
                assert where in back
                assert why in back
            assert all(each.correction in back for each in sheet.choices)
        assert not collection["notes"]


def _log(**counts: int) -> dict[str, int]:
    return {"new": 0, "updated": 0, "duplicate": 0, "conflicting": 0, "empty_first_field": 0, **counts}
