"""Practising in lines of text."""

from collections.abc import Callable

from sim.exam.practice.choosing import Goal
from tests.exam.practice.sitting import Sitting, written
from tui.practice.plain import Dialog


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


def test_hints_come_in_steps_and_are_counted() -> None:
    sitting = Sitting()
    said = held(sitting, *["?"] * 9, answer(sitting, right=True), count=1)
    hints = [line for line in said if line.startswith("Hint: ")]
    assert len(hints) == len(sitting.trainer.question.hints) == sitting.kept[0].hints
    assert "There are no more hints." in said


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
