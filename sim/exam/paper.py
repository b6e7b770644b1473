"""Papers: questions that a seed fixes, over topics or by an exam's blueprint, in variants that are equally hard."""

from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sim.exam import catalogue, own
from sim.exam.blueprints import blueprint, covered, shared
from sim.exam.chance import Chance
from sim.exam.making import Maker, NoQuestionError
from sim.exam.question import Kind, Question, Source
from sim.exam.template import Template
from sim.kernel import collector_at_rest
from sim.words import TextError, suggestion

T = TypeVar("T")

VARIANTS = ("A", "B", "C", "D")
_TRIES = 12
"""How often another instance of a template is drawn where the paper has the same one already."""


class Wish(NamedTuple):
    """What a paper is to be. ``topics`` are topics or templates, all of them where there is none.

    ``scenarios`` are names or paths: then all questions are about these. ``blueprint`` weighs the domains.
    """

    number: int = 20
    seed: int = 0
    variant: str = "A"
    topics: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    blueprint: str = ""
    scenarios: tuple[str, ...] = ()

    def as_object(self) -> dict[str, Any]:
        """The wish as JSON has it."""
        return {name: list(value) if isinstance(value, tuple) else value for name, value in self._asdict().items()}


def read_wish(value: Any) -> Wish:
    """The wish of an object of JSON; raises ``ValueError`` for what is none."""
    if not isinstance(value, Mapping) or value.keys() != set(Wish._fields):
        raise ValueError(f"it does not have the fields {', '.join(Wish._fields)}")
    for name, usual in Wish()._asdict().items():
        given = value[name]
        if isinstance(usual, tuple):
            is_fit = isinstance(given, list) and all(isinstance(each, str) for each in given)
        else:
            is_fit = type(given) is type(usual)
        if not is_fit:
            raise ValueError(f"{name} is {given!r}")
    fields: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in value.items()}
    return Wish(**fields)


class TooFewError(TextError):
    """There are fewer different questions than were wished for: ``count`` of them."""

    def __init__(self, count: int) -> None:
        hint = f"ask for {count} at most, or for more topics or scenarios"
        super().__init__(f"there are only {count} different questions of this kind", hint)
        self.count = count


class Paper(NamedTuple):
    """A paper: what was wished for, and its questions in order."""

    wish: Wish
    questions: tuple[Question, ...]

    @property
    def seconds(self) -> int:
        """How long a learner takes who knows it all."""
        return sum(question.seconds for question in self.questions)


@collector_at_rest()
def make(wish: Wish, maker: Maker | None = None) -> Paper:
    """The paper; raises :class:`~sim.words.TextError` for a wish that cannot be met, ``ScenarioError`` for a scenario.

    About scenarios, the questions that their teachers wrote come first.
    The variants of a seed have the same templates in the same places, each with another instance. What a teacher wrote
    comes in another order, and what variants share has its options in another one.
    """
    maker = Maker() if maker is None else maker
    if wish.variant not in VARIANTS:
        raise TextError(f"there is no variant {wish.variant!r}", suggestion(wish.variant, VARIANTS))
    chosen = [each for each in catalogue.templates(wish.topics) if not wish.levels or each.level in wish.levels]
    if wish.blueprint:
        exam = blueprint(wish.blueprint)
        chosen = [each for each in chosen if each.domains[exam.id] in exam.domains]
    sources = [Source(name) for name in wish.scenarios] or None
    questions: list[Question] = []
    if sources is not None:
        chosen = [each for each in chosen if any(True for s in sources for _ in each.moments(maker.run_of(s)))]
        if not wish.topics:
            written = (each for s in sources for each in own.questions(maker.run_of(s), wish.seed))
            kept = [each for each in written if not wish.levels or each.level in wish.levels][: wish.number]
            questions += _turned(kept, wish.variant)
    if not chosen and not questions:
        raise TextError("there is no question of this kind", "choose other topics, levels or scenarios")
    chance = Chance("paper", wish.seed, *wish.topics, *wish.levels, wish.blueprint)
    known = {each.name: each for each in questions}
    apart = {each.id: _Apart(maker, each, wish, sources) for each in chosen if sources is not None or _is_narrow(each)}
    unfit: set[str] = set()
    while len(questions) < wish.number:
        usable = [each for each in chosen if each.id not in unfit]
        if not usable:
            break
        asked = Counter(question.template for question in questions)
        for template in _sequence(usable, wish, chance, wish.number - len(questions), asked):
            drawing = apart.get(template.id)
            found = None if template.id in unfit else _new(maker, template, wish, len(questions), drawing, known)
            if found is None:
                unfit.add(template.id)
            else:
                questions.append(found)
                known[found.name] = found
    if len(questions) < wish.number:
        raise TooFewError(len(questions))
    return Paper(wish, tuple(_with_turned_options(each, wish.variant) for each in questions))


def _turned(items: Sequence[T], variant: str) -> tuple[T, ...]:
    """The items begun at another place by each variant: no two of them have the same order where there are enough."""
    at = VARIANTS.index(variant) % max(len(items), 1)
    return (*items[at:], *items[:at])


def _with_turned_options(question: Question, variant: str) -> Question:
    """The question with its options in the order of a variant, since variants may share a question."""
    if question.kind not in (Kind.ONE, Kind.SEVERAL, Kind.ORDER):
        return question
    turned = question._replace(options=_turned(question.options, variant))
    return question if turned.right == tuple(range(len(turned.options))) else turned


def _new(
    maker: Maker, template: Template, wish: Wish, number: int, apart: "_Apart | None", known: Mapping[str, Question]
) -> Question | None:
    """A question that the paper does not have yet; ``None`` where the template has no other.

    Of variants that draw for themselves, only A looks at bundled scenarios, so that none has the question of another.
    """
    if apart is not None:
        place = sum(question.template == template.id for question in known.values())
        return apart.question(place * len(VARIANTS) + VARIANTS.index(wish.variant), known)
    for attempt in range(_TRIES):
        try:
            is_made = wish.variant != VARIANTS[0]
            found = maker.question(template, wish.seed, wish.variant, number, attempt, is_made=is_made)
        except NoQuestionError:
            return None
        if found.name not in known:
            return found
    return None


class _Apart:
    """The different questions of a template that a seed draws, whatever the variant: each variant takes its own.

    For templates that would often draw the same twice: from given scenarios, from bundled ones alone, or from networks
    that leave little to chance.
    """

    def __init__(self, maker: Maker, template: Template, wish: Wish, sources: Sequence[Source] | None) -> None:
        self._found: list[Question] = []
        self._fresh = self._drawn(maker, template, wish, sources)

    def question(self, place: int, known: Container[str]) -> Question | None:
        """The one at a place that a variant alone takes; where there are not so many, any that the paper lacks."""
        while len(self._found) <= place:
            found = next(self._fresh, None)
            if found is None:
                break
            self._found.append(found)
        rest = self._found[:place][::-1]
        return next((each for each in (*self._found[place:], *rest) if each.name not in known), None)

    def _drawn(
        self, maker: Maker, template: Template, wish: Wish, sources: Sequence[Source] | None
    ) -> Iterator[Question]:
        attempt, vain, shown = 0, 0, set()
        while vain < _TRIES:
            try:
                found = maker.question(template, wish.seed, "apart", attempt, sources=sources)
            except NoQuestionError:
                return
            attempt, vain = attempt + 1, vain + 1
            if content(found) not in shown:
                shown.add(content(found))
                vain = 0
                yield found


def content(question: Question) -> tuple[Any, ...]:
    """What a learner is shown, and what is right: two questions with the same content are the same one."""
    options = sorted((option.text.text(), option.is_right) for option in question.options)
    blanks = [(blank.label and blank.label.text(), str(blank.truth)) for blank in question.blanks]
    # A network that looks otherwise, and has the same answer to the same text, hides nothing from a neighbour.
    drawn = (question.source, question.figures) if question.figures and not question.kind.is_typed else ()
    return (question.text.text(), question.given, tuple(options), tuple(blanks), drawn)


def _is_narrow(template: Template) -> bool:
    return template.is_narrow or template.network is None


def _sequence(
    templates: Sequence[Template], wish: Wish, chance: Chance, count: int, asked: Mapping[str, int]
) -> list[Template]:
    """Which template each question is of: all once before any comes again; by a blueprint, each domain its share.

    Of the templates, and of those of a domain, each topic has its share.
    """
    if not wish.blueprint:
        return _in_turn(templates, chance, count, asked)
    exam = blueprint(wish.blueprint)
    by_domain = {domain: [each for each in templates if each.domains[exam.id] == domain] for domain in covered(exam)}
    weights = {domain: exam.weights[domain] for domain, own in by_domain.items() if own}
    found: list[Template] = []
    for domain, share in shared(weights, count).items():
        found += _in_turn(by_domain[domain], chance, share, asked)
    return chance.shuffled(found)


def _in_turn(templates: Sequence[Template], chance: Chance, count: int, asked: Mapping[str, int]) -> list[Template]:
    """Always one of those that were ``asked`` least often, and of these one of the topic that was."""
    order = chance.shuffled(templates)
    times = Counter({each.id: asked.get(each.id, 0) for each in templates})
    of_topic: Counter[str] = Counter()
    for each in templates:
        of_topic[each.topic] += times[each.id]
    found: list[Template] = []
    while len(found) < count:
        least = min(order, key=lambda each: (times[each.id], of_topic[each.topic]))
        times[least.id] += 1
        of_topic[least.topic] += 1
        found.append(least)
    return chance.shuffled(found)
