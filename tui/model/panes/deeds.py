"""All that a reader can do with a key: written once for the keys, for the help, for the palette, in each language."""

from collections.abc import Iterator
from typing import NamedTuple

from sim.languages import Wording
from tui.model.panes.arrangement import Deed, Pane
from tui.model.text.glyphs import Glyphs


class Group(NamedTuple):
    """Deeds that belong together."""

    title: Wording
    deeds: tuple[Deed, ...]


def _deed(keys: str, action: str, english: str, chinese: str) -> Deed:
    return Deed(keys, action, {"en": english, "zh": chinese})


GROUPS = (
    Group(
        {"en": "Step", "zh": "步进"},
        (
            _deed("right,l", "step('forward')", "next packet, or a note before it", "下一个数据包，或之前的注释"),
            _deed("left,h", "step('back')", "previous packet", "上一个数据包"),
            _deed("full_stop", "step('next_record')", "next record", "下一条记录"),
            _deed("comma", "step('previous_record')", "previous record", "上一条记录"),
            _deed("home", "step('home')", "start of the run", "运行的开始"),
            _deed("end", "step('end')", "end of the run", "运行的结束"),
            _deed(
                "g", "step('go')", "go to packet 12, record #120 or time 2.5s", "跳到数据包 12、记录 #120 或时间 2.5s"
            ),
            _deed("space", "step('play')", "play and pause; it pauses at notes", "播放与暂停；遇到注释会暂停"),
            _deed("plus,equals_sign", "step('faster')", "play faster", "加快播放"),
            _deed("minus", "step('slower')", "play slower", "放慢播放"),
            _deed("n", "step('next_note')", "next note", "下一条注释"),
            _deed("N", "step('previous_note')", "previous note", "上一条注释"),
            _deed("M", "text('note')", "the whole note", "完整的注释"),
            _deed(
                "U",
                "watch('until')",
                "run until a packet, a drop, an expiry, a change",
                "运行到数据包、丢弃、到期或改变",
            ),
            _deed(
                "right_square_bracket", "watch('next_change')", "next change of the row in hand", "当前表项的下一次改变"
            ),
            _deed(
                "left_square_bracket",
                "watch('previous_change')",
                "change of the row in hand before",
                "当前表项的上一次改变",
            ),
            _deed("W", "watch('choose_row')", "take a row in hand", "选定一个表项"),
            _deed("m", "watch('mark')", "mark this place with a letter", "用一个字母标记此处"),
            _deed(
                "apostrophe",
                "watch('back')",
                "back to a mark, with '' to where one was",
                "回到标记处，'' 回到之前的位置",
            ),
            _deed("R", "step('command_end')", "run to the end of the command that goes on", "运行到当前命令结束"),
            _deed("r", "step('expiry')", "run to the next timer or row that ends", "运行到下一个到期的定时器或表项"),
            _deed("T", "step('deadlines')", "all timers to come; go to one", "所有将要到期的定时器；跳到其中之一"),
        ),
    ),
    Group(
        {"en": "Find", "zh": "查找"},
        (
            _deed(
                "slash",
                "find('search')",
                "only packets that match, as arp from pc1",
                "只看匹配的数据包，如 arp from pc1",
            ),
            _deed("F", "find('field')", "only packets with this value of the field", "只看字段取同样值的数据包"),
            _deed("s", "find('stream')", "follow the stream of the packet in hand", "跟踪当前数据包所在的流"),
            _deed("o", "find('packet')", "follow the packet in hand over all its hops", "跟踪当前数据包经过的每一跳"),
            _deed("C", "find('colour')", "colour the conversation of the packet in hand", "给当前数据包的会话着色"),
            _deed(
                "f,enter", "look('device')", "find a device by typing, keep it in hand", "输入名称查找设备，并固定它"
            ),
            _deed("d", "look('next_device')", "next device", "下一台设备"),
            _deed("D", "look('previous_device')", "previous device", "上一台设备"),
            _deed("ctrl+p", "app.palette", "everything there is to do, by typing", "输入文字查找所有操作"),
        ),
    ),
    Group(
        {"en": "Act", "zh": "操作"},
        (
            _deed("colon", "type", "type a command at the device in hand", "在当前设备上输入命令"),
            _deed(
                "x",
                "act('menu')",
                "choose what to do: lose a packet, pull a cable ...",
                "选择操作：丢一个数据包、拔一根线……",
            ),
            _deed("ctrl+z", "act('undo')", "undo the last act", "撤销上一次操作"),
            _deed("ctrl+y", "act('redo')", "do again what was undone", "重做被撤销的操作"),
            _deed("b", "act('tree')", "choose a branch of time", "选择一条时间分支"),
            _deed("B", "act('compare')", "compare with what it was before the act", "与操作之前比较"),
            _deed(
                "greater_than_sign",
                "watch('next_difference')",
                "next packet that the act made come otherwise",
                "操作使之不同的下一个数据包",
            ),
            _deed(
                "less_than_sign",
                "watch('previous_difference')",
                "packet before that the act made come otherwise",
                "操作使之不同的上一个数据包",
            ),
            _deed("E", "act('changes')", "what I changed, to undo each; checkpoints", "我改了什么，可逐项撤销；检查点"),
            _deed("Q", "quiz('ask')", "questions about this moment", "关于此刻的问题"),
            _deed("P", "quiz('predict')", "be asked what comes before each step", "每一步之前先预测"),
            _deed("G", "text('lab')", "the task of a lab, its goals and hints", "实验的任务、目标与提示"),
            _deed("w", "act('why_not')", "ask why something expected did not come", "问期望的事为什么没有来"),
        ),
    ),
    Group(
        {"en": "Look", "zh": "查看"},
        (
            _deed("tab", "look('next_pane')", "next pane", "下一个窗格"),
            _deed("shift+tab", "look('previous_pane')", "previous pane", "上一个窗格"),
            _deed("p", "look('pane')", "a view of a protocol, such as its messages", "某个协议的视图，如它的报文"),
            _deed("t", f"pane('{Pane.TABLES}')", "the tables of the device in hand", "当前设备的表"),
            _deed("O", "look('map_form')", "the map as a drawing, as points, as a list", "地图：画出、缩成点、列出"),
            _deed("shift+left", "look('map_left')", "move a large map left", "大地图向左"),
            _deed("shift+right", "look('map_right')", "move a large map right", "大地图向右"),
            _deed("shift+up", "look('map_up')", "move a large map up", "大地图向上"),
            _deed("shift+down", "look('map_down')", "move a large map down", "大地图向下"),
            _deed("v", "look('page')", "the ladder instead of the network, and back", "在时序图与网络之间切换"),
            _deed("z", "look('enlarge')", "the pane in all the room, and back", "放大当前窗格，再按还原"),
            _deed(
                "c",
                "look('connection')",
                "only the TCP connection in hand; again ends it",
                "只看当前 TCP 连接；再按结束",
            ),
            _deed(
                "a", "look('absolute')", "sequence numbers as on the wire, or relative", "序号按线路上的值或相对值显示"
            ),
            _deed("u", "look('ahead')", "ladder and plot also show what is to come", "时序图和曲线也显示将要发生的"),
            _deed("H", "look('hide')", "hide the packets to come, or dim them", "隐藏将要发生的数据包，或变暗显示"),
            _deed("L", "language", "another language", "换一种语言"),
            _deed("ctrl+t", "app.theme", "light or dark", "浅色或深色"),
            _deed("e", "picture", "save the screen as an SVG picture", "把屏幕存为 SVG 图片"),
        ),
    ),
    Group(
        {"en": "Leave", "zh": "离开"},
        (
            _deed(
                "escape",
                "release",
                "one step out: pane, connection, device, search, page",
                "退出一步：窗格、连接、设备、查找、页面",
            ),
            _deed("question_mark", "text('help')", "these keys", "这些按键"),
            _deed("q", "app.leave", "back to the library, or quit", "回到场景库，或退出"),
        ),
    ),
)
"""Those of every player, beside the digits that open panes."""

SCROLL = (
    _deed("up,k", "scroll_up", "scroll up", "向上滚动"),
    _deed("down,j", "scroll_down", "scroll down", "向下滚动"),
    _deed("pageup", "page_up", "a page up", "向上一页"),
    _deed("pagedown", "page_down", "a page down", "向下一页"),
)
"""The keys of a pane that is only read."""
STEP = (
    _deed("up,k", "step(-1)", "the row before", "上一行"),
    _deed("down,j", "step(1)", "the next row", "下一行"),
    _deed("pageup", "step(-10)", "ten rows up", "向上十行"),
    _deed("pagedown", "step(10)", "ten rows down", "向下十行"),
)
CHOOSE = (
    _deed("up,k", "choose(-1)", "the field before", "上一个字段"),
    _deed("down,j", "choose(1)", "the next field", "下一个字段"),
    _deed("pageup", "choose(-8)", "eight fields up", "向上八个字段"),
    _deed("pagedown", "choose(8)", "eight fields down", "向下八个字段"),
)

LINES = (
    _deed("up,k", "choose(-1)", "the line before", "上一行"),
    _deed("down,j", "choose(1)", "the next line", "下一行"),
    _deed("pageup", "choose(-10)", "ten lines up", "向上十行"),
    _deed("pagedown", "choose(10)", "ten lines down", "向下十行"),
    _deed("enter", "to_packet", "go to the packet that carried the line", "去携带这一行的数据包"),
    _deed("i", "form", "text or hex dump", "文本或十六进制"),
    _deed("y", "sides", "both directions, or one", "双向或只看一个方向"),
    _deed("slash", "find", "find text in the stream", "在流里查找文字"),
)
UNIT = (_deed("i", "unit", "octets or segments", "字节或报文段"),)


def deeds() -> Iterator[Deed]:
    """All of them."""
    for group in GROUPS:
        yield from group.deeds


def shown(keys: str, glyphs: Glyphs) -> str:
    """Keys as they stand on a keyboard."""
    names = _SIGNS | {"right": glyphs.key_right, "left": glyphs.key_left}
    return " ".join(names.get(key, key) for key in keys.split(","))


_SIGNS = {
    "full_stop": ".", "comma": ",", "plus": "+", "equals_sign": "=", "minus": "-", "slash": "/", "colon": ":",
    "question_mark": "?", "right_square_bracket": "]", "left_square_bracket": "[", "apostrophe": "'",
    "greater_than_sign": ">", "less_than_sign": "<",
}  # fmt: skip
