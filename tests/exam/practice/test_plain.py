"""Practising in lines of text."""

from collections.abc import Callable

from sim.branches.line import read_line
from sim.exam.making import Maker
from sim.exam.practice.choosing import Goal
from tests.exam.practice.sitting import Sitting, written
from tui.practice.plain import Dialog, Review


def held(
    sitting: Sitting, *lines: str | Callable[[], str], count: int | None = None, language: str = "en"
) -> list[str]:
    """What is said to a learner who writes these lines."""
    said: list[str] = []
    rest = iter(lines)

    def read() -> str | None:
        line = next(rest, None)
        return line() if callable(line) else line

    Dialog(sitting.trainer, sitting.clock, said.append, read, language).hold(count)
    return said


def answer(sitting: Sitting, *, right: bool) -> Callable[[], str]:
    return lambda: written(sitting.trainer.question, right=right)


def test_a_right_answer_is_praised_and_proved() -> None:
    sitting = Sitting()
    said = held(sitting, answer(sitting, right=True), count=1)
    assert "Right." in said
    (place,) = (place for place, line in enumerate(said) if line.startswith("Proof: record "))
    assert ": ARP, Reply " in said[place]
    assert "[RFC 826" in said[place + 1]
    assert said[-1] == "1 of 1 right."
    (kept,) = sitting.kept
    assert (kept.template, kept.is_right, kept.hints, kept.took) == ("arp/who-answers", True, 0, 10_000)


def test_a_wrong_answer_is_told_with_the_right_one() -> None:
    sitting = Sitting()
    said = held(sitting, answer(sitting, right=False), count=1)
    right = written(sitting.trainer.question, right=True)
    assert f"Wrong. The answer is {right}: r1." in said
    assert not sitting.kept[0].is_right


def test_what_is_skipped_comes_again_behind_all_others() -> None:
    said = held(Sitting(Goal(("addressing",))), *["s"] * 12, "q")
    asked = [line.partition("[")[2] for line in said if "[addressing/" in line]
    assert len(asked) == 13
    assert len(set(asked[:10])) == 10
    assert asked[10:] == asked[:3]


def test_hints_come_in_steps_and_are_counted() -> None:
    sitting = Sitting()
    said = held(sitting, *["?"] * 9, answer(sitting, right=True), count=1)
    hints = [line for line in said if line.startswith("Hint: ")]
    assert len(hints) == len(sitting.trainer.question.hints) == sitting.kept[0].hints
    assert "There are no more hints." in said
    (command,) = (line for line in said if line.startswith("To play the run there: hopscope play '"))
    restored = read_line(command.partition("'")[2].removesuffix("'"))
    run, n = sitting.trainer.run, sitting.trainer.question.hints[-1].text.facts["n"]
    assert restored.scenario.text == run.scenario.text
    assert restored.position == n + 1


def test_what_cannot_be_read_costs_nothing() -> None:
    sitting = Sitting()
    said = held(sitting, "Z", "", answer(sitting, right=True), count=1)
    assert "there is no option 'Z'. Try again: it costs nothing." in said
    assert [each.is_right for each in sitting.kept] == [True]


def test_a_question_can_be_skipped_and_the_sitting_left() -> None:
    sitting = Sitting()
    said = held(sitting, "s", "q")
    assert sum(line.endswith("[arp/who-answers]") for line in said) == 2
    assert sitting.kept == []
    assert held(Sitting())[-1].startswith("Answer, or ?")  # the input has ended


def test_nothing_to_do_is_said() -> None:
    assert held(Sitting(Goal(only="mistakes"))) == ["There is no mistake to go over."]
    sitting = Sitting(Goal(("arp/who-answers",), only="due"))
    said = held(sitting, answer(sitting, right=True))
    assert said[-2].startswith("Nothing is due. The next card is due in ")


def test_all_is_said_in_chinese() -> None:
    sitting = Sitting()
    said = held(sitting, "?", answer(sitting, right=True), count=1, language="zh")
    assert "正确。" in said
    assert any(line.startswith("提示：") for line in said)
    assert said[-1] == "1 题中答对 1 题。"


def reviewed(sitting: Sitting, *lines: str, language: str = "en") -> tuple[list[str], list[str]]:
    """What is said to a learner who writes these lines at the list of mistakes, and the templates asked again."""
    said: list[str] = []
    asked: list[str] = []
    rest = iter(lines)
    mistakes = sitting.trainer.memory.mistakes()[::-1]
    Review(mistakes, Maker(), asked.append, said.append, lambda: next(rest, None), language).hold()
    return said, asked


def test_a_mistake_is_shown_as_it_was_asked_with_both_answers_the_reason_the_clause_and_the_proof() -> None:
    sitting = Sitting()
    told = held(sitting, answer(sitting, right=False), count=1)
    question = sitting.trainer.question
    said, _ = reviewed(sitting, "1")
    assert said[0] == "My mistakes: 1"
    assert said[1].startswith("1. ")
    shown = said[said.index(question.text.text()) :]
    yours = written(question, right=False)
    assert any(line.startswith(f"Your answer: {yours}. ") for line in shown)
    outcome = told[told.index(next(line for line in told if line.startswith("Wrong."))) : -2]
    assert shown[-1 - len(outcome) : -1] == outcome


def test_another_question_of_the_kind_is_asked_by_its_number() -> None:
    sitting = Sitting()
    held(sitting, answer(sitting, right=False), count=1)
    said, asked = reviewed(sitting, "n 1", "n1", "2", "x", "q", "n 1")
    assert asked == ["arp/who-answers"] * 2
    assert [line for line in said if line.startswith("There is no")] == [
        "There is no mistake 2.",
        "There is no mistake x.",
    ]


def test_what_cannot_be_shown_as_it_was_is_told_in_its_words() -> None:
    sitting = Sitting()
    held(sitting, answer(sitting, right=False), count=1)
    sitting.trainer.memory.learn(sitting.kept[0]._replace(truth="another", at=sitting.now))
    said, _ = reviewed(sitting, "1")
    assert "    Right answer: another" in said[said.index("") - 4 :]
    assert any("n 1 asks another question" in line for line in said)


def test_the_list_of_mistakes_is_chinese() -> None:
    sitting = Sitting()
    held(sitting, answer(sitting, right=False), count=1, language="zh")
    said, _ = reviewed(sitting, "1", "7", language="zh")
    assert said[0] == "错题本：1 题"
    assert "没有编号为 7 的错题。" in said
    assert any(line.startswith("错误。") for line in said)
