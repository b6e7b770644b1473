"""The help: the keys of the pane in hand, those of the player, the marks on its screen."""

from collections.abc import Sequence

from sim.languages import said
from tui.model.panes.arrangement import Deed, Panes, PaneSpec
from tui.model.panes.bars import PROMPT_KEYS
from tui.model.panes.deeds import GROUPS, shown
from tui.model.text import words
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, cells, line, plain, wrap
from tui.model.text.words import told

_KEYS_ROOM = 11
"""Cells for keys."""
WIDTH = 72
"""Cells of the help."""


def key_groups(glyphs: Glyphs, panes: Panes, language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every key of the player with what it does, in groups."""
    found = {said(group.title, language): _pairs(group.deeds, glyphs, language) for group in GROUPS}
    opening = [(spec.key, said(spec.title, language)) for spec in panes.specs if spec.key]
    typing = tuple((key, told(text, language)) for key, text in PROMPT_KEYS)
    return found | {said(_PANES, language): tuple(opening), told(words.TYPING, language): typing}


def _pairs(deeds: Sequence[Deed], glyphs: Glyphs, language: str) -> tuple[tuple[str, str], ...]:
    return tuple((shown(deed.keys, glyphs), said(deed.text, language)) for deed in deeds)


def help_lines(glyphs: Glyphs, panes: Panes, language: str, pane: PaneSpec | None = None) -> list[Line]:
    """What the ``pane`` in hand shows and its keys, then every key, then what the marks mean."""
    lines: list[Line] = []
    if pane is not None:
        lines.append(line(Span(said(pane.title, language), Ink.TITLE)))
        if pane.about:
            lines += wrap(line("  ", said(pane.about, language)), WIDTH, 2)
        lines += [_key_line(*pair) for pair in _pairs(pane.deeds, glyphs, language)]
    for title, keys in key_groups(glyphs, panes, language).items():
        lines.append(line(Span(title, Ink.TITLE)))
        lines += [_key_line(*pair) for pair in keys]
    return [*lines, EMPTY, line(Span(said(_MARKS, language), Ink.TITLE)), *_marks(glyphs, language)]


def found(lines: Sequence[Line], text: str) -> list[Line]:
    """The lines that have all words of a text."""
    wanted = text.casefold().split()
    return [each for each in lines if all(word in plain(each).casefold() for word in wanted)] if wanted else [*lines]


def _key_line(keys: str, text: str) -> Line:
    gap = " " * max(1, _KEYS_ROOM - cells(keys))
    return line(Span(f"  {keys}{gap}", Ink.KEY), text)


_PANES = {"en": "Panes", "zh": "窗格"}
_MARKS = {"en": "Marks", "zh": "标记"}
_NAMES = {"en": "Packets", "zh": "数据包的简称"}
_WORDS = (
    ("ARP?", {"en": "ARP request", "zh": "ARP 请求"}), ("ARP!", {"en": "ARP reply", "zh": "ARP 应答"}),
    ("ping", {"en": "echo request", "zh": "回显请求"}), ("pong", {"en": "echo reply", "zh": "回显应答"}),
    ("frag", {"en": "IP fragment", "zh": "IP 分片"}), ("TTL!", {"en": "time exceeded", "zh": "超时"}),
    ("redir", {"en": "redirect", "zh": "重定向"}), ("ICMP", {"en": "other ICMP message", "zh": "其他 ICMP 报文"}),
)  # fmt: skip
"""What packets are called where there is little room."""


def _marks(glyphs: Glyphs, language: str) -> list[Line]:
    marks = (
        (Span("+", Ink.ADDED), {"en": "added", "zh": "新增"}),
        (Span("~", Ink.CHANGED), {"en": "changed", "zh": "改变"}),
        (Span("-", Ink.REMOVED), {"en": "removed", "zh": "删除"}),
        (
            Span("+ ~", Ink.FUTURE),
            {"en": "new, changed: not so before the act", "zh": "新增、改变：操作之前不是这样"},
        ),
        (Span(glyphs.right, Ink.PACKET), {"en": "on its way", "zh": "在途中"}),
        (Span(glyphs.lost, Ink.BAD), {"en": "lost or dropped", "zh": "丢失或丢弃"}),
        (Span(glyphs.note, Ink.NOTE), {"en": "note", "zh": "注释"}),
        (Span(glyphs.comes, Ink.FLIGHT), {"en": "received", "zh": "收到"}),
        (Span(glyphs.goes, Ink.FLIGHT), {"en": "sent", "zh": "发送"}),
        (Span("=", Ink.STRONG), {"en": "decided", "zh": "决定"}),
        (Span(glyphs.dot, Ink.DIM), {"en": "timer", "zh": "定时器"}),
        (Span("$", Ink.STRONG), {"en": "command", "zh": "命令"}),
        (Span(">", Ink.DIM), {"en": "printed", "zh": "输出"}),
        (Span(glyphs.cursor, Ink.POINTER), {"en": "the record in hand", "zh": "当前记录"}),
        (Span(glyphs.falls, Ink.FLIGHT), {"en": "leaves or comes, in the ladder", "zh": "时序图中：离开或到达"}),
        (Span("*", Ink.CHANGED), {"en": "sent again", "zh": "重发"}),
    )
    lines = [line("  ", mark, f" {said(text, language)}") for mark, text in marks]
    names = [line(Span(f"  {word}", Ink.KEY), f" {said(text, language)}") for word, text in _WORDS]
    return [*lines, EMPTY, line(Span(said(_NAMES, language), Ink.TITLE)), *names]
