"""The keys of the player and the marks on its screen, for the help dialog."""

from collections.abc import Iterator, Sequence

from sim.feature import Wording, said
from tui.model.panes.arrangement import Panes
from tui.model.text.glyphs import Glyphs
from tui.model.text.ink import EMPTY, Ink, Line, Span, line
from tui.model.text.words import both, told

_KEYS_A_LINE = 5
"""Panes that have one line of the help."""
_KEY = 15
"""Cells of a key."""

_STEP = both("Step", "前进和后退")
_ACT = both("Act", "操作")
_LOOK = both("Look", "查看")
_MARKS = both("Marks", "标记")
_PACKETS = both("Packets", "数据包")
_CHOOSE = both("choose {panes}", "选择{panes}")


def key_groups(glyphs: Glyphs, panes: Panes, language: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Every key of the player with what it does, in groups."""
    groups = (
        (_STEP, _step(glyphs)),
        (_ACT, _ACTS),
        (_LOOK, _LOOKS),
    )
    found = {told(title, language): tuple((key, told(text, language)) for key, text in keys) for title, keys in groups}
    look = told(_LOOK, language)
    return {**found, look: (*_opening(panes, language), *found[look])}


def _step(glyphs: Glyphs) -> Sequence[tuple[str, Wording]]:
    arrows = f"{glyphs.key_right} l   {glyphs.key_left} h"
    return (
        (arrows, both("next and previous packet; notes come in between", "下一个和上一个数据包，其间会停在注释处")),
        *_STEPS,
    )


_STEPS = (
    (".   ,", both("next and previous record", "下一条和上一条记录")),
    ("home   end", both("start and end of the run", "运行的开始和结束")),
    ("g", both("go to packet 12, record #120 or time 2.5s", "跳转到数据包 12、记录 #120 或时间 2.5s")),
    ("space", both("play and pause; it pauses at notes", "播放和暂停；遇到注释会暂停")),
    ("+   -", both("play faster and slower", "播放得快一些、慢一些")),
    ("n   N", both("next and previous note", "下一条和上一条注释")),
    ("r", both("run to the next timer or row that ends", "前进到下一个定时器到时或表项到期")),
    ("U", both("run until a packet, a drop, an expiry or a change", "前进到某个数据包、丢弃、到期或变化")),
    ("]   [", both("next and previous change of the row in hand", "所选表项的下一次和上一次变化")),
    ("W", both("take a row in hand", "选一个表项")),
    ("m a   ' a", both("mark this place as a; back to it, with '' back", "把此处标记为 a；回到那里，按 '' 返回")),
    ("T", both("all timers to come; go to one", "所有将要到时的定时器；跳转到其中一个")),
    ("/", both("step only by packets that match, as arp from pc1", "只看符合的数据包，如 arp from pc1")),
)
_ACTS = (
    (":", both("type a command at the device in hand, or another act", "在当前设备上输入命令，或输入别的操作")),
    ("x", both("choose what to do: lose a packet, pull a cable ...", "选择操作：丢一个数据包，拔一根网线……")),
    ("ctrl+z ctrl+y", both("undo and redo", "撤销和重做")),
    ("b", both("choose a branch of time", "选择一个时间分支")),
    ("B", both("compare with what it was before the act", "和操作之前比较")),
    ("w", both("ask why a packet did not come", "询问数据包为什么没有来")),
)
_LOOKS = (
    ("v", both("the ladder instead of the network, and back", "时序图代替网络图，再按回来")),
    ("z", both("the pane in all the room, and back", "窗格占满屏幕，再按回来")),
    ("c", both("only the TCP connection in hand; c again ends it", "只看当前的 TCP 连接；再按 c 取消")),
    ("a", both("sequence numbers as on the wire", "序号按线路上的显示")),
    ("u", both("ladder and plot also show what is to come", "时序图和曲线也显示后面的内容")),
    ("tab", both("next pane; shift+tab the one before", "下一窗格；shift+tab 是上一窗格")),
    ("up down j k", both("scroll, or choose a field of the packet", "滚动，或选择数据包的字段")),
    ("f   enter", both("choose a device, keep it in hand", "选择设备并固定它")),
    ("d   D", both("next and previous device", "下一台和上一台设备")),
    ("t", both("its tables", "它的表")),
    ("M", both("the whole note", "整条注释")),
    ("L", both("everything in the other language, Chinese", "全部换成英语（English）")),
    ("escape", both("follow the packets again; end a search", "重新跟着数据包走；结束查找")),
    ("e", both("save the screen as an SVG picture", "把屏幕存为 SVG 图片")),
    ("q", both("back to the library, or quit", "回到场景库，或退出")),
)


def help_lines(glyphs: Glyphs, panes: Panes, language: str) -> list[Line]:
    """Every key, then what the marks mean."""
    lines: list[Line] = []
    for title, keys in key_groups(glyphs, panes, language).items():
        lines.append(line(Span(title, Ink.TITLE)))
        lines += [line(Span(f"  {key:<{_KEY}}", Ink.KEY), text) for key, text in keys]
    return [*lines, EMPTY, line(Span(told(_MARKS, language), Ink.TITLE)), *_marks(glyphs, language)]


def _opening(panes: Panes, language: str) -> Iterator[tuple[str, str]]:
    """The keys that open panes; those without one are chosen in a list."""
    keyed = [spec for spec in panes.specs if spec.key]
    for begin in range(0, len(keyed), _KEYS_A_LINE):
        some = keyed[begin : begin + _KEYS_A_LINE]
        names = (said(spec.title, language).lower() for spec in some)
        yield " ".join(spec.key for spec in some), told(_COMMA, language).join(names)
    others = [spec.label(language) for spec in panes.unkeyed]
    if others:
        yield "p", told(_CHOOSE, language, panes=told(_COMMA, language).join(others))


_COMMA = both(", ", "、")
_WORDS = (
    ("ARP?", both("ARP request", "ARP 请求")),
    ("ARP!", both("ARP reply", "ARP 应答")),
    ("ping", both("echo request", "回显请求")),
    ("pong", both("echo reply", "回显应答")),
    ("frag", both("IP fragment", "IP 分片")),
    ("TTL!", both("time exceeded", "超时")),
    ("redir", both("redirect", "重定向")),
    ("ICMP", both("other ICMP message", "其他 ICMP 报文")),
)
"""What packets are called where there is little room."""


def _signs(glyphs: Glyphs) -> Sequence[Sequence[tuple[Span, Wording]]]:
    """The marks, line by line."""
    return (
        (
            (Span("+", Ink.ADDED), both("added", "增加")),
            (Span("~", Ink.CHANGED), both("changed", "改变")),
            (Span("-", Ink.REMOVED), both("removed", "删除")),
        ),
        (
            (Span(glyphs.right, Ink.PACKET), both("on its way", "在路上")),
            (Span(glyphs.lost, Ink.BAD), both("lost or dropped", "丢失或丢弃")),
            (Span(glyphs.note, Ink.NOTE), both("note", "注释")),
        ),
        (
            (Span(glyphs.comes, Ink.PACKET), both("received", "收到")),
            (Span(glyphs.goes, Ink.PACKET), both("sent", "发出")),
            (Span("=", Ink.PACKET), both("decided", "决定")),
            (Span(glyphs.dot, Ink.PACKET), both("timer", "定时器")),
        ),
        (
            (Span("$", Ink.PACKET), both("command", "命令")),
            (Span(">", Ink.PACKET), both("printed", "打印")),
            (Span(glyphs.cursor, Ink.PACKET), both("the record in hand", "当前的记录")),
        ),
        (
            (Span(glyphs.falls, Ink.PACKET), both("leaves or comes, in the ladder", "时序图里的发出或到达")),
            (Span("*", Ink.PACKET), both("sent again", "再次发送")),
        ),
    )


def _marks(glyphs: Glyphs, language: str) -> list[Line]:
    packets = [(Span(word, Ink.PACKET), text) for word, text in _WORDS]
    return [
        *(_pairs(signs, language) for signs in _signs(glyphs)),
        EMPTY,
        line(Span(told(_PACKETS, language), Ink.TITLE)),
        *(_pairs(packets[begin : begin + 3], language) for begin in range(0, len(packets), 3)),
    ]


def _pairs(pairs: Sequence[tuple[Span, Wording]], language: str) -> Line:
    return line(*(part for sign, text in pairs for part in ("  ", sign, f" {told(text, language)}")))
