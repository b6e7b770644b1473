"""Branches of time: what the reader did to a run, as a tree of edits, each with the run that came of it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sim.languages import ENGLISH
from sim.session import Session
from sim.words import TextError
from tui.model.text.words import AS_IT_WAS, told

_MOST_RUNS = 6
"""Branches whose runs are kept; the others are run again when somebody goes there."""


SOURCE = "source"
"""The word of an edit that gives a program another text."""


def short(edit: str) -> str:
    """An edit for a line that has little room: of a program's text only whose it is."""
    return edit.partition(" = ")[0] if edit.startswith(f"{SOURCE} ") else edit


def _acts(origin: Session, edits: Sequence[str]) -> list[tuple[str, ...]]:
    """Each edit as an act of its own; one that the scenario cannot have without those after it is one act with them."""
    found, begun = [], 0
    for end in range(1, len(edits)):
        try:
            origin.branch(edits[:end])
        except TextError:
            continue
        found.append(tuple(edits[begun:end]))
        begun = end
    return [*found, tuple(edits[begun:])]


class Branch:
    """A scenario with edits. ``own`` are those that it has more than its ``parent``; the first branch has neither.

    The last of ``own`` is what was done; those before it let the run go on long enough.
    """

    def __init__(self, parent: "Branch | None", own: tuple[str, ...], name: str) -> None:
        self.parent = parent
        self.own = own
        self.name = name
        self.children: list[Branch] = []
        self.session: Session | None = None
        self.position = -1
        """Where the reader was in it; -1 where they have not been there."""

    def title(self, language: str = ENGLISH) -> str:
        """What it is called in lists: its own name, else what was done."""
        return self.name or (short(self.own[-1]) if self.own else told(AS_IT_WAS, language))

    @property
    def acts(self) -> "tuple[Branch, ...]":
        """The branches from the first act on to this one: one for each act."""
        return () if self.parent is None else (*self.parent.acts, self)

    @property
    def edits(self) -> tuple[str, ...]:
        """All edits from the scenario on, in the order in which they were made."""
        return (*(() if self.parent is None else self.parent.edits), *self.own)


class Deletion(NamedTuple):
    """A branch that was deleted, with all that was made of it.

    ``place`` is that among the children of its parent. ``before`` and ``after`` are the branches in hand.
    """

    branch: Branch
    place: int
    before: Branch
    after: Branch


class Branches:
    """The tree, and the branch in hand."""

    def __init__(self, session: Session, are_edits_acts: bool = False) -> None:
        """``are_edits_acts`` tells that the edits of the session were done by the reader, one after another."""
        self.root = Branch(None, (), "")
        self.root.session = session
        self.current = self.root
        self._recent = [self.root]
        if are_edits_acts and session.origin is not None:
            self.root.session = session.origin
            self.current = self.branch_of(_acts(session.origin, session.edits))
            self.current.session = session
            self._recent.append(self.current)
        self._deletions: list[Deletion] = []
        self.history: list[str] = []
        """What was typed, the latest last."""

    def session_of(self, branch: Branch) -> Session:
        """The session of a branch, run or to be run."""
        base = self.root.session
        assert base is not None
        if branch.session is None:
            branch.session = base.branch(branch.edits)
        self._recent = [*(each for each in self._recent if each is not branch), branch]
        for old in self._recent[:-_MOST_RUNS]:
            if old is not self.root:
                old.session = None
        self._recent = self._recent[-_MOST_RUNS:]
        return branch.session

    def act(self, edits: Sequence[str]) -> Branch:
        """Make a branch of the one in hand, and take it in hand; raises ``EditError``, and nothing is changed then."""
        base = self.root.session
        assert base is not None
        made = Branch(self.current, tuple(edits), "")
        made.session = base.branch(made.edits)
        self.current.children.append(made)
        self.go(made)
        return made

    def go(self, branch: Branch) -> Session:
        """Take a branch in hand."""
        self.current = branch
        return self.session_of(branch)

    def undo(self) -> Branch | None:
        """Back to the branch before the last act; ``None`` where there was none."""
        return self.current.parent

    def redo(self) -> Branch | None:
        """On to the branch that was last made of this one; ``None`` where there is none."""
        return self.current.children[-1] if self.current.children else None

    def without(self, gone: Branch) -> Branch:
        """Make a branch that has the acts of the one in hand but for one, and take it in hand.

        Raises ``EditError`` where a later act does not go without it, and nothing is changed then.
        """
        base, start = self.root.session, gone.parent
        assert base is not None
        assert start is not None
        made, spare = start, gone.own[:-1]
        for act in self.current.acts[len(gone.acts) :]:
            made = Branch(made, (*spare, *act.own), act.name)
            spare = ()
        made.session = made.session or base.branch(made.edits)
        for branch in made.acts[len(gone.acts) - 1 :]:
            assert branch.parent is not None
            branch.parent.children.append(branch)
        self.go(made)
        return made

    def checkpoints(self) -> list[Branch]:
        """The branches that the reader has named."""
        return [branch for _, branch in self.tree() if branch.name]

    def branch_of(self, acts: Sequence[tuple[str, ...]]) -> Branch:
        """The branch that these acts lead to; what is missing on the way is made, and run when somebody goes there."""
        here = self.root
        for own in acts:
            made = next((child for child in here.children if child.own == own), None)
            if made is None:
                made = Branch(here, own, "")
                here.children.append(made)
            here = made
        return here

    def delete(self, branch: Branch) -> None:
        """Forget a branch and all that was made of it; its parent is taken in hand if one of them was."""
        assert branch.parent is not None
        before, place = self.current, branch.parent.children.index(branch)
        if self.is_within(branch):
            self.go(branch.parent)
        branch.parent.children.remove(branch)
        self._deletions.append(Deletion(branch, place, before, self.current))
        gone = {each for _, each in self.tree(branch)}
        for each in gone:
            each.session = None  # it is run again if it comes back
        self._recent = [each for each in self._recent if each not in gone]

    @property
    def deletion(self) -> Deletion | None:
        """The deletion that is the last thing done at the branch in hand, and that undoing takes back."""
        last = self._deletions[-1] if self._deletions else None
        return last if last is not None and last.after is self.current else None

    def bring_back(self) -> Branch:
        """Take :attr:`deletion` back; the branch that was in hand before it is to be taken in hand again."""
        gone = self._deletions.pop()
        assert gone.branch.parent is not None
        gone.branch.parent.children.insert(gone.place, gone.branch)
        return gone.before

    def is_within(self, branch: Branch) -> bool:
        """Whether the branch in hand is this one, or was made of it."""
        here: Branch | None = self.current
        while here is not None and here is not branch:
            here = here.parent
        return here is branch

    def tree(self, root: Branch | None = None) -> Iterator[tuple[int, Branch]]:
        """All branches, or those from one on, with their depths: those that were made of a branch behind it."""
        open_branches = [(0, root or self.root)]
        while open_branches:
            depth, branch = open_branches.pop()
            yield depth, branch
            open_branches += [(depth + 1, child) for child in reversed(branch.children)]
