"""A scenario's prose in another language: a file beside it, and what is wrong with such a file."""

import re
from pathlib import Path

import pytest

from sim.scenario.library import bundled, find, outline, prose
from sim.scenario.load import load
from sim.scenario.other_languages import beside, translated_by
from sim.scenario.problem import ScenarioError
from sim.scenario.translation import Translation, translation
from sim.session import Session

LESSON = """\
title: Who answers?
goal: [Name the request., Name the reply.]
description: Two **hosts**.
nodes: {pc1: {host: 10.0.0.1/24}, pc2: {host: 10.0.0.2/24}}
links: [pc1 -- pc2]
actions: [{at: 1s, on: pc1, run: ping -c 1 10.0.0.2}]
notes:
  - {when: first arp reply, title: The reply, text: It is for pc1 alone.}
  - {when: start, title: Before, text: Nobody knows anybody.}
  - {when: end, text: Both know both.}
"""
CHINESE = """\
title: 谁来应答？
goal: [说出请求。, 说出应答。]
description: 两台**主机**。
notes:
  - {title: 应答, text: 它只发给 pc1。}
  - {title: 开始之前, text: 谁也不认识谁。}
  - {text: 双方都认识了对方。}
"""


def written(folder: Path, chinese: str, lesson: str = LESSON) -> Path:
    path = folder / "who.yaml"
    path.write_text(lesson, encoding="utf-8")
    (folder / "who.zh.yaml").write_text(chinese, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    """All that is wrong with the Chinese of a scenario, without the folder."""
    return [str(problem).replace(f"{path.parent}/", "") for problem in Session.load(str(path)).problems_in("zh")]


def test_title_goals_description_and_notes_are_told_in_the_language(tmp_path: Path) -> None:
    session = Session.load(str(written(tmp_path, CHINESE)))
    session.run()
    front = session.front_in("zh")
    assert (front.title, front.goals, front.description) == (
        "谁来应答？",
        ("说出请求。", "说出应答。"),
        "两台**主机**。",
    )
    assert [(note.title, note.text) for note in front.notes] == [("开始之前", "谁也不认识谁。")]
    told = [(note.title, note.text) for _, note in session.notes("zh")]
    assert told == [("开始之前", "谁也不认识谁。"), ("应答", "它只发给 pc1。"), ("", "双方都认识了对方。")]
    assert [n for n, _ in session.notes("zh")] == [n for n, _ in session.notes()]
    assert session.scenario_in("zh").notes[0].title == "应答"
    assert session.front_in("en") == session.front
    assert problems(tmp_path / "who.yaml") == []


def test_what_is_not_translated_is_told_in_english(tmp_path: Path) -> None:
    path = written(tmp_path, "title: 谁来应答？\nnotes: [{}, {text: 谁也不认识谁。}, {}]\n")
    front = Session.load(str(path)).front_in("zh")
    assert (front.title, front.goals[0], front.description) == ("谁来应答？", "Name the request.", "Two **hosts**.")
    assert [(note.title, note.text) for note in front.notes] == [("Before", "谁也不认识谁。")]
    assert problems(path) == []


def test_a_scenario_without_a_translation_is_told_in_english(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    (tmp_path / "who.zh.yaml").unlink()
    session = Session.load(str(path))
    assert session.front_in("zh") == session.front
    assert problems(path) == []


def test_the_file_stands_beside_the_scenario_and_is_none_itself(tmp_path: Path) -> None:
    assert beside("a/dora.yaml", "zh") == Path("a/dora.zh.yaml")
    assert beside("a/dora.yml", "zh") == Path("a/dora.zh.yml")
    assert translated_by("a/dora.zh.yaml") == Path("a/dora.yaml")
    assert translated_by("a/dora.zh.yml") == Path("a/dora.yml")
    none = ["a/dora.yaml", "a/dora.en.yaml", "a/lab.1.yaml", "a/.zh.yaml", "a/zh.yaml", "a/dora.zh.txt"]
    assert [name for name in none if translated_by(name) is not None] == []
    path = written(tmp_path, CHINESE)
    with pytest.raises(ScenarioError, match=r"is no scenario itself; give .*who\.yaml instead"):
        find(str(beside(path, "zh")))
    path.unlink()
    with pytest.raises(ScenarioError, match=r"put it beside who\.yaml, which is not there"):
        find(str(beside(path, "zh")))


@pytest.mark.parametrize(
    ("chinese", "told"),
    [
        ("titel: 谁\n", "who.zh.yaml:1:1: unknown key 'titel'; did you mean title?"),
        (
            "nodes: {}\n",
            "who.zh.yaml:1:1: unknown key 'nodes'; did you mean notes?",
        ),
        (
            "links: []\n",
            "who.zh.yaml:1:1: unknown key 'links'; "
            "the keys of a translation are title, goal, description, notes and lab",
        ),
        (
            "notes:\n  - {text: 一, when: start}\n  - {}\n  - {}\n",
            "who.zh.yaml:2:15: unknown key 'when'; the keys of a note's translation are title and text",
        ),
        ("title: 5\n", "who.zh.yaml:1:8: 5 is not text; put it in quotes"),
        ("title:\n", "who.zh.yaml:1:7: there is no text here; write one, or leave the key out"),
        ("notes: 一\n", "who.zh.yaml:1:8: this is not a list; begin each item with '- '"),
        (
            "notes: [一, {}, {}]\n",
            "who.zh.yaml:1:9: a note is not a mapping here; write 'text: …', and 'title: …' if the note has one",
        ),
        (
            "notes:\n  - text: 一\n  - text: 二\n",
            "who.zh.yaml:1:1: this translates 2 of the scenario's 3 notes; give all of them in the scenario's order, "
            "{} for one that stays English",
        ),
        (
            "notes: [{}, {}, {},\n  {text: 四}]\n",
            "who.zh.yaml:2:3: this translates note 4, and the scenario has 3; leave it out",
        ),
        (
            "goal: 说出请求。\n",
            "who.zh.yaml:1:1: this translates 1 of the scenario's 2 goals; give all of them in the scenario's order",
        ),
        ("title： 谁\n", "who.zh.yaml:1:6: '：' (U+FF1A, fullwidth colon) stands where ':' is meant; type :"),
        (
            "title: 谁\ntitle: 我\n",
            "who.zh.yaml:2:1: the key 'title' is here twice; line 1 has the first; keep one of them",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_would_be_right(tmp_path: Path, chinese: str, told: str) -> None:
    path = written(tmp_path, chinese)
    assert problems(path) == [told]
    session = Session.load(str(path))
    assert len(session.front_in("zh").notes) == 1  # it can be played all the same


def test_a_scenario_without_notes_has_none_to_translate(tmp_path: Path) -> None:
    path = written(tmp_path, "notes: [{text: 一}]\n", LESSON.partition("notes:")[0])
    expected = "who.zh.yaml:1:9: this translates note 1, and the scenario has none; leave it out"
    assert problems(path) == [expected]


def test_a_lab_is_told_and_searched_in_the_language(tmp_path: Path) -> None:
    asked = "lab: {task: Mend it., goals: [pc1 never sends udp], hints: [Look., Look again.], solution: []}\n"
    path = written(tmp_path, CHINESE + "lab: {task: 修好它。, hints: [看一看。, 再看一看。]}\n", LESSON + asked)
    lab = Session.load(str(path)).scenario_in("zh").lab
    assert lab is not None
    assert (lab.task, lab.hints) == ("修好它。", ("看一看。", "再看一看。"))
    assert problems(path) == []
    assert [each for each in ("Mend it.", "Look again.", "修好它。", "再看一看。") if each not in prose(path)] == []
    path = written(tmp_path, CHINESE + "lab: {task: 修好它。, hints: [看一看。]}\n", LESSON + asked)
    assert problems(path) == [
        "who.zh.yaml:8:19: this translates 1 of the scenario's 2 hints; give all of them in the scenario's order"
    ]
    path = written(tmp_path, CHINESE + "lab: {task: 修好它。}\n")
    assert problems(path) == ["who.zh.yaml:8:1: this translates a lab, and the scenario has none; leave it out"]


def test_titles_and_goals_are_listed_in_the_language(tmp_path: Path) -> None:
    path = written(tmp_path, CHINESE)
    assert outline(path, language="zh")[1:] == ("谁来应答？", (), "intro", ("说出请求。", "说出应答。"))
    assert outline(path)[1:] == ("Who answers?", (), "intro", ("Name the request.", "Name the reply."))


def test_a_search_finds_words_of_both_languages(tmp_path: Path) -> None:
    text = prose(written(tmp_path, CHINESE))
    told = [
        "Who answers?", "Name the reply.", "Two **hosts**.", "The reply", "It is for pc1 alone.",
        "谁来应答？", "说出应答。", "两台**主机**。", "应答", "它只发给 pc1。",
    ]  # fmt: skip
    assert [each for each in told if each not in text] == []


# The bundled scenarios


_NUMBER = re.compile(r"[A-Za-z0-9_./:+-]*[0-9][A-Za-z0-9_./:+-]*")
_ORDINAL = re.compile(r"(?<=[0-9])(?:st|nd|rd|th)$")
_LAYER = re.compile(r"[Ll]ayer-[0-9]")
"""A kind of switch, which Chinese writes without a digit: 三层交换机."""
_CODE = re.compile(r"`([^`]+)`")


def named(text: str) -> set[str]:
    """The numbers, addresses and numbered names in a text, and what is marked as code."""
    code = {" ".join(each.split()) for each in _CODE.findall(text)}
    numbers = (_ORDINAL.sub("", each.strip("./:+-")) for each in _NUMBER.findall(text))
    return {each for each in numbers if not _LAYER.fullmatch(each)} | code


def test_every_bundled_scenario_is_translated() -> None:
    assert [name for name, path in bundled().items() if not beside(path, "zh").is_file()] == []


@pytest.mark.parametrize("path", bundled().values(), ids=lambda path: path.stem)
def test_a_bundled_translation_is_whole_and_names_the_same_numbers(path: Path) -> None:
    scenario, told = load(path), translation(path, "zh")
    assert all((told.title, len(told.goals) == len(scenario.goals), len(told.notes) == len(scenario.notes)))
    lab = () if scenario.lab is None else (scenario.lab.task, *scenario.lab.hints)
    lab_told = () if scenario.lab is None else (told.lab.task, *told.lab.hints)
    pairs = [
        (scenario.title, told.title),
        (scenario.description, told.description),
        *zip(scenario.goals, told.goals, strict=True),
        *zip(lab, lab_told, strict=True),
        *((note.title, other.title) for note, other in zip(scenario.notes, told.notes, strict=True)),
        *((note.text, other.text) for note, other in zip(scenario.notes, told.notes, strict=True)),
    ]
    assert [pair for pair in pairs if bool(pair[0].strip()) != bool(pair[1].strip())] == []
    assert [(named(a), named(b), b) for a, b in pairs if named(a) != named(b)] == []
    assert told != Translation()
