"""The panes of the player, each described once. The widget of a pane, and what it shows, are loaded when it is seen."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tui.model.panes.arrangement import Beside, Page, Pane, Panes, PaneSpec
from tui.model.panes.deeds import CHOOSE, LINES, SCROLL, STEP, UNIT
from tui.model.panes.sheets import Sheet
from tui.model.reader.player import Scene

if TYPE_CHECKING:
    from sim.feature import View

_NETWORK = frozenset({Page.NETWORK})
_CONVERSATION = frozenset({Page.CONVERSATION})


def _widget(place: str) -> Callable[[PaneSpec], Any]:
    """What makes the widget of a pane: the class with this name in this module of ``tui.widgets``."""

    def widget(spec: PaneSpec) -> Any:
        return _named(f"tui.widgets.{place}")(spec)

    return widget


def _sheet(place: str) -> Callable[[PaneSpec], Any]:
    """The same for a pane that is only read, by the function in ``tui.model.panes`` that makes its lines."""

    def widget(spec: PaneSpec) -> Any:
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    def draw(scene: Scene, width: int, height: int) -> Sheet:
        sheet: Sheet = _named(f"tui.model.panes.{place}")(scene, width, height)
        return sheet

    return widget


def _named(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


PANES = (
    PaneSpec(
        Pane.NETWORK,
        {"en": "Network", "zh": "网络"},
        _widget("network:NetworkPane"),
        pages=_NETWORK,
        is_planned=True,
    ),
    PaneSpec(
        Pane.WHY,
        {"en": "Why", "zh": "原因"},
        _sheet("why:why_sheet"),
        "1",
        is_planned=True,
        about={
            "en": "What each device did in this step, and why, with the clause of the standard.",
            "zh": "这一步里每台设备做了什么、为什么，以及标准的条款。",
        },
        deeds=SCROLL,
    ),
    PaneSpec(
        Pane.PACKETS,
        {"en": "Packets", "zh": "报文列表"},
        _widget("packets:PacketsPane"),
        "2",
        short={"en": "List", "zh": "列表"},
        about={
            "en": "All packets, or those that a search has found; packets to come are dimmed.",
            "zh": "所有数据包，或查找到的数据包；将要发生的变暗。",
        },
        deeds=STEP,
    ),
    PaneSpec(
        Pane.PACKET,
        {"en": "Packet", "zh": "报文"},
        _widget("packet:PacketPane"),
        "3",
        about={
            "en": "The layers and fields of the packet in hand beside its octets, with what the field in hand is for.",
            "zh": "当前数据包的各层和字段，旁边是字节；下面是当前字段的含义。",
        },
        deeds=CHOOSE,
    ),
    PaneSpec(
        Pane.TABLES,
        {"en": "Tables", "zh": "表"},
        _sheet("tables:tables_sheet"),
        "4",
        about={
            "en": "The tables of the device in hand: + a row is new in this step, ~ it was changed, - it was removed.",
            "zh": "当前设备的表：+ 这一步新增，~ 改变，- 删除。",
        },
        deeds=SCROLL,
    ),
    PaneSpec(
        Pane.CONSOLE,
        {"en": "Console", "zh": "控制台"},
        _sheet("console:console_sheet"),
        "5",
        about={"en": "The output of the device in hand.", "zh": "当前设备的输出。"},
        deeds=SCROLL,
    ),
    PaneSpec(
        Pane.LADDER,
        {"en": "Ladder", "zh": "时序图"},
        _widget("ladder:LadderPane"),
        "6",
        pages=_CONVERSATION,
        about={
            "en": "The packets as a sequence chart: time goes down, the devices stand side by side.",
            "zh": "数据包的时序图：时间向下，设备并排。",
        },
        deeds=STEP,
    ),
    PaneSpec(
        Pane.CONNECTION,
        {"en": "Connection", "zh": "连接"},
        _sheet("connection:connection_sheet"),
        "7",
        (50, 17),
        _CONVERSATION,
        short={"en": "TCP", "zh": "连接"},
        about={
            "en": "The variables of both ends of a TCP connection, their buffers and their timers.",
            "zh": "一条 TCP 连接两端的变量、缓冲区和定时器。",
        },
        deeds=SCROLL,
    ),
    PaneSpec(
        Pane.STATES,
        {"en": "States", "zh": "状态"},
        _sheet("states:states_sheet"),
        "8",
        (78, 21),
        _CONVERSATION,
        about={
            "en": "The state diagram of RFC 9293 with the states of both ends.",
            "zh": "RFC 9293 的状态图，以及两端的状态。",
        },
        deeds=SCROLL,
    ),
    PaneSpec(
        Pane.PLOT,
        {"en": "Plot", "zh": "曲线"},
        _widget("plot:PlotPane"),
        "9",
        (40, 12),
        _CONVERSATION,
        about={
            "en": "Congestion window, slow-start threshold and octets in flight over time.",
            "zh": "拥塞窗口、慢启动门限和在途字节随时间的变化。",
        },
        deeds=UNIT,
    ),
    PaneSpec(
        Pane.PROGRAM,
        {"en": "Program", "zh": "程序"},
        _sheet("program:program_sheet"),
        "0",
        (50, 16),
        _CONVERSATION,
        short={"en": "Code", "zh": "程序"},
        about={
            "en": "The source of a program with the line in hand, its calls, its sockets and its output.",
            "zh": "程序的源代码和当前行、它的调用、套接字和输出。",
        },
        deeds=SCROLL,
        # A call and its packets are seen at once.
        beside=Beside(Pane.LADDER, 0, (9, 16)),
    ),
    PaneSpec(
        Pane.STREAM,
        {"en": "Stream", "zh": "流"},
        _widget("stream:StreamPane"),
        pages=frozenset(),
        about={
            "en": "What both ends of the stream in hand said, as receivers saw it; what has not come yet is dimmed.",
            "zh": "当前流的两端说了什么，按接收方所见的顺序；还没有到达的变暗。",
        },
        deeds=LINES,
        beside=Beside(Pane.PACKETS, 116, (2, 3)),
    ),
)
"""Those that every player has."""


def panes(names: Collection[str]) -> Panes:
    """Those of every player, then the views of features by these names, with letters: the digits are used up."""
    if not names:
        return Panes(PANES)
    from sim import registry  # noqa: PLC0415 - few lessons have a view of a feature

    views = [view for feature in registry.features() for view in feature.views if view.name in names]
    return Panes((*PANES, *(_of_view(view, VIEW_KEYS[n : n + 1]) for n, view in enumerate(views))))


VIEW_KEYS = "IJKVYZ"
"""Letters that open views, in their order: those that mean nothing else in the player."""


def _of_view(view: "View", key: str) -> PaneSpec:
    def widget(spec: PaneSpec) -> Any:
        draw = _named("tui.model.panes.sheets:view_sheet")(view)
        return _named("tui.widgets.sheet:SheetPane")(draw, spec)

    return PaneSpec(f"view-{view.name}", view.title, widget, key, short=view.short, is_view=True)
