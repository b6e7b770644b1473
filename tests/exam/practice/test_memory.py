"""When cards come again: as FSRS's own scheduler says, for whole histories, with a clock that the test holds."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from fsrs import Card, Rating, Scheduler

from sim.exam import catalogue
from sim.exam.blueprints import CCNA
from sim.exam.practice.attempt import Attempt
from sim.exam.practice.choosing import DAY, NEW_A_DAY, Goal, chosen, new_today, overdue, pool
from sim.exam.practice.memory import Memory, rating
from sim.exam.practice.progress import WEEK, by_topic, forecast, readiness, shares
from sim.words import TextError

BEGIN = 1_790_000_000_000
NAME = catalogue.IDS[0]
SECONDS = catalogue.template(NAME).seconds


def attempt(name: str = NAME, at: int = BEGIN, *, right: bool = True, took: int = 1000, hints: int = 0) -> Attempt:
    return Attempt(name, str(at), "", at, took, hints, right, "A")


@pytest.mark.parametrize(
    ("right", "took", "hints", "expected"),
    [
        (True, SECONDS * 1000, 0, Rating.Good),
        (True, SECONDS * 2000, 0, Rating.Good),
        (True, SECONDS * 2000 + 1, 0, Rating.Hard),
        (True, 0, 1, Rating.Hard),
        (False, 0, 0, Rating.Again),
        (False, SECONDS * 9000, 2, Rating.Again),
    ],
)
def test_the_rating_follows_from_what_happened(right: bool, took: int, hints: int, expected: Rating) -> None:
    assert rating(attempt(right=right, took=took, hints=hints)) is expected


@pytest.mark.parametrize("seed", range(8))
def test_sixty_days_of_a_learner_follow_the_scheduler_of_fsrs(seed: int) -> None:
    chance, clock = Random(seed), BEGIN
    memory = Memory()
    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, Card] = {}
    for _ in range(60):
        clock += DAY + chance.randrange(-3_600_000, 3_600_000)
        for name in [name for name in catalogue.IDS if memory.due(name) is None or (memory.due(name) or 0) <= clock]:
            clock += chance.randrange(5_000, 90_000)
            done = attempt(name, clock, right=chance.random() < 0.8, took=chance.randrange(200_000))
            memory.learn(done)
            moment = datetime.fromtimestamp(clock / 1000, UTC)
            card = cards.get(name) or Card(card_id=1, due=moment)
            cards[name], _ = scheduler.review_card(card, rating(done), moment)
        for name, card in cards.items():
            assert memory.due(name) == round(card.due.timestamp() * 1000)
            later = datetime.fromtimestamp(clock / 1000, UTC) + timedelta(days=3)
            expected = scheduler.get_card_retrievability(card, later)
            if memory.recall(name, clock + 3 * DAY):
                assert memory.recall(name, clock + 3 * DAY) == expected


def test_the_order_in_which_a_history_is_read_does_not_matter() -> None:
    history = [attempt(at=BEGIN + day * DAY, right=day % 3 > 0) for day in range(10)]
    assert Memory(history).due(NAME) == Memory(reversed(history)).due(NAME)


def test_an_answer_about_a_template_that_there_is_not_any_more_is_kept_and_asked_no_more() -> None:
    memory = Memory([attempt("gone/gone")])
    assert len(memory.attempts) == 1
    assert memory.due("gone/gone") is None


def test_what_is_due_comes_first_and_a_day_has_ten_new_ones_at_most() -> None:
    templates = list(catalogue.templates())
    memory = Memory()
    goal, seen = Goal(only="due"), list[str]()
    now = BEGIN
    while (found := chosen(templates, goal, memory, now, seen)) is not None:
        memory.learn(attempt(found.id, now, took=0))
        seen.append(found.id)
        now += 1000
    assert len(set(seen)) == min(NEW_A_DAY, len(templates))
    first = memory.due(seen[0])
    assert first is not None
    assert overdue(templates, memory, first)[0].id == seen[0]
    assert len(new_today(templates, memory, BEGIN + 2 * DAY)) == min(NEW_A_DAY, len(templates) - len(set(seen)))


def test_a_mistake_is_gone_over_until_it_is_right() -> None:
    templates = list(catalogue.templates())
    memory = Memory([attempt(right=False)])
    goal = Goal(only="mistakes")
    found = chosen(templates, goal, memory, BEGIN)
    assert found is not None
    assert found.id == NAME
    memory.learn(attempt(at=BEGIN + 1, right=True))
    assert chosen(templates, goal, memory, BEGIN + 2) is None
    assert memory.mistakes() == []


def test_the_same_template_does_not_come_twice_in_a_row_where_there_is_another() -> None:
    templates = list(catalogue.templates())
    if len(templates) < 2:
        pytest.skip("there is one template")
    memory, asked = Memory(), list[str]()
    for place in range(30):
        found = chosen(templates, Goal(), memory, BEGIN + place * 1000, asked)
        assert found is not None
        assert [found.id] != asked[-1:]
        asked.append(found.id)
        memory.learn(attempt(found.id, BEGIN + place * 1000, right=False))


def test_a_goal_that_there_is_not_is_told() -> None:
    with pytest.raises(TextError, match="there is no blueprint 'cna'"):
        pool(Goal(blueprint="cna"))
    with pytest.raises(TextError, match="there is no topic 'apr'"):
        pool(Goal(topics=("apr",)))


def test_progress_counts_what_was_answered_and_what_comes() -> None:
    memory = Memory([attempt(right=False), attempt(at=BEGIN + 60_000), attempt(at=BEGIN + 120_000, took=3000)])
    now = BEGIN + 180_000
    topic = next(each for each in by_topic(memory, now) if each.name == NAME.partition("/")[0])
    assert (topic.seen, topic.attempts, topic.right, topic.took) == (1, 3, 2, 1000)
    assert topic.weeks[:-1] == (None,) * 7
    assert topic.weeks[-1] == pytest.approx(2 / 3)
    assert 0 < topic.strength <= 1 / topic.templates
    assert topic.strengths == (0.0,) * 7 + (topic.strength,)
    later = next(each for each in by_topic(memory, now + 3 * WEEK) if each.name == topic.name)
    assert later.strengths[-4] == pytest.approx(topic.strength)
    assert later.strengths[-1] < later.strengths[-2] < later.strengths[-4]
    assert (later.strengths[-1], topic.expected) == (later.strength, 1000 * SECONDS)
    assert sum(forecast(memory, now, 4000)) == 1
    due = memory.due(NAME)
    assert due is not None
    assert forecast(memory, due + 5 * DAY)[0] == 1


def test_an_exam_is_known_by_the_weights_of_what_can_be_asked() -> None:
    memory = Memory([attempt()])
    found = shares(memory, BEGIN, CCNA)
    assert [each.weight for each in found] == [20, 20, 25, 10, 15, 10]
    assert [each.templates > 0 for each in found] == [True] * 5 + [False]  # nothing here is about automation
    asked = [each for each in found if each.templates]
    wanted = sum(each.weight * each.strength for each in asked) / sum(each.weight for each in asked)
    assert 0 < readiness(found) == pytest.approx(wanted)
