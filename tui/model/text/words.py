"""What the screens say in their own words, in each language; see :func:`told`.

What a pane, a table, a rule or a key says stands with it. What is of the scenario language (patterns, names of columns,
values of states) and what tcpdump or a command prints is English in each language.
"""

import re
from collections.abc import Iterable

from sim.languages import ENGLISH, Wording, said
from tui.model.text.ink import Ink, Line, Span, line


def both(english: str, chinese: str) -> Wording:
    """A text in both languages: a template for ``str.format`` where facts are told."""
    return {"en": english, "zh": chinese}


def told(wording: Wording, language: str, **facts: object) -> str:
    """A text in a language with its facts."""
    text = said(wording, language)
    return text.format(**facts) if facts else text


def level_name(level: str, language: str) -> str:
    """What a level of scenarios is called; a word that is none stays as it is."""
    return told(_LEVELS[level], language) if level in _LEVELS else level


def topic_name(topic: str, language: str) -> str:
    """What a topic is called: a teacher's own as it is, with abbreviations in capital letters."""
    if topic in _TOPICS:
        return told(_TOPICS[topic], language)
    return " ".join(word.upper() if word in _ACRONYMS else word for word in topic.split("-"))


def about(level: str, topics: Iterable[str], language: str) -> str:
    """The level and the topics of a scenario in a line."""
    names = topics if language == ENGLISH else (topic_name(topic, language) for topic in topics)
    return told(COMMA, language).join((level_name(level, language), *names))


def spelled(wording: Wording, language: str, ink: Ink = Ink.PLAIN, **facts: str | Span) -> Line:
    """The same as a line of this ink; facts that are spans keep their own."""
    parts = re.split(r"\{(\w+)\}", said(wording, language))
    told = (facts[part] if n % 2 else part for n, part in enumerate(parts))
    return line(*(part if isinstance(part, Span) else Span(part, ink) for part in told))


# The status line

RUNNING = both("running", "运行中")
PLAYING = both("playing {speed:g} a second", "播放中，每秒 {speed:g} 个")
ONLY_FOUND = both("only {what}: {here} of {total}", "只看 {what}：第 {here} 个，共 {total} 个")
START = both("start", "开始")
AT_START = both("start, {total} packets", "开始，共 {total} 个数据包")
AT_END = both("end, {total} packets", "结束，共 {total} 个数据包")
BEFORE_FIRST = both("before packet 1 of {total}", "数据包 1 之前，共 {total} 个")
AT_PACKET = both("packet {number} of {total}", "数据包 {number}/{total}")
AT_RECORD = both("record {number} of {total}", "记录 {number}/{total}")

# The line of keys

PACKET = both("packet", "数据包")
RECORD = both("record", "记录")
PLAY = both("play", "播放")
ACT = both("act", "操作")
COMMAND_LINE = both("types a command", "输入命令")
NETWORK = both("network", "网络")
LADDER = both("ladder", "时序图")
FIND = both("find", "查找")
HELP = both("help", "帮助")
QUIT = both("quit", "退出")
NOTE = both("note", "注释")
CONNECTION = both("connection", "连接")
ABSOLUTE = both("absolute", "线路上的序号")
DEVICE = both("device", "设备")
GO_TO = both("go to", "跳转")
NEXT_PANE = both("next pane", "下一窗格")
ENLARGE = both("enlarge", "放大")
ENDS = both("ends", "首尾")
PICTURE = both("picture", "存图")

# The lesson and the end of a run

AFTERWARDS = both("Afterwards you can", "学完之后，你能")
PRESS = both("Press {next} for the first packet, {help} for help.", "按 {next} 看第一个数据包，按 {help} 看帮助。")
THE_END = both("The end of the run", "运行结束")
STOPPED = both(
    "The run was stopped at {records} records: it would go on, perhaps for ever.",
    "运行在 {records} 条记录时停止：不停止的话，它会继续下去，也许永远不停。",
)
CHECKING = both("Checking what was to be seen ...", "正在检查应当看到的内容……")
PROMISES = both("What the scenario promises:", "场景所承诺的：")
_LEVELS = {
    "intro": both("intro", "入门"),
    "core": both("core", "核心"),
    "exam": both("exam", "考试"),
}

COMMA = both(", ", "、")
_ACRONYMS = frozenset(
    {"arp", "dhcp", "dns", "http", "icmp", "ip", "ipv4", "ipv6", "mtu", "nat", "sack", "tcp", "udp", "vlan"}
)
_TOPICS = {
    "addressing": both("addressing", "编址"),
    "basics": both("basics", "基础"),
    "broadcast": both("broadcast", "广播"),
    "checksum": both("checksum", "校验和"),
    "concurrency": both("concurrency", "并发"),
    "congestion": both("congestion", "拥塞"),
    "ethernet": both("Ethernet", "以太网"),
    "filters": both("filters", "过滤"),
    "flow-control": both("flow control", "流量控制"),
    "fragmentation": both("fragmentation", "分片"),
    "framing": both("framing", "消息分帧"),
    "gateway": both("gateway", "网关"),
    "labs": both("labs", "实验"),
    "layers": both("layers", "分层"),
    "links": both("links", "链路"),
    "loss": both("loss", "丢失"),
    "names": both("names", "域名"),
    "others": both("others", "其他"),
    "programs": both("programs", "程序"),
    "reliability": both("reliability", "可靠性"),
    "routing": both("routing", "路由"),
    "security": both("security", "安全"),
    "sockets": both("sockets", "套接字"),
    "stp": both("spanning tree", "生成树"),
    "subnetting": both("subnetting", "子网划分"),
    "switching": both("switching", "交换"),
    "troubleshooting": both("troubleshooting", "排错"),
    "vlan": both("VLAN", "VLAN"),
}

# Panes

OF_DEVICE = both("of {device}", "{device}")
OF_DEVICE_KEPT = both("of {device} (kept)", "{device}（固定）")
KEPT = both("{name} (kept)", "{name}（固定）")
LINES = both("lines {first}-{last} of {total}", "第 {first}-{last} 行，共 {total} 行")
MORE_LINES = both("{key} shows {count} more lines", "按 {key} 看其余 {count} 行")
OCTETS = both("{count} octets", "{count} 字节")
COUNT_OF = both("{count} of {total}", "{count}/{total}")
FOUND_OF = both("{count} of {total}: {what}", "{count}/{total}：{what}")
ONLY = both("only {name}", "只看 {name}")
SENTENCE = both("{text}.", "{text}。")
IN_HAND = both("{device} in hand", "当前设备：{device}")
ABSOLUTE_NUMBERS = both("absolute numbers", "线路上的序号")
NO_PACKET = both("No packet yet.", "还没有数据包。")
NOTHING_SENT = both("Nothing has been sent yet.", "还没有发送任何东西。")
NO_CONNECTION = both("There is no TCP connection here.", "这里没有 TCP 连接。")
NO_CURVE = both("No TCP connection has sent anything here.", "这里没有 TCP 连接发送过数据。")
NO_PROGRAM = both("No program runs yet.", "还没有程序运行。")
NO_SOURCE = both("The text of {file} is not at hand.", "没有 {file} 的源代码。")
GOES_ON = both("{command} goes on; R runs to its end:", "{command} 仍在运行；按 R 运行到结束：")
GOES_ON_AT_PROMPT = both("{command} goes on; enter runs to its end:", "{command} 仍在运行；按 enter 运行到结束：")
ALSO_GOES_ON = both("{command} also goes on:", "{command} 也仍在运行：")
CUT_OFF = both(
    "{command} goes on; the run ends before it does. To see more of it: set until = {until}",
    "{command} 仍在运行；本次运行先结束。要看下去：set until = {until}",
)
PRINTS = both("{command}:", "{command}：")
NOTHING_GOES_ON = both("No command goes on at {device}.", "{device} 上没有正在运行的命令。")
NOTHING_PRINTED = both("{device} has printed nothing. : types a command.", "{device} 什么也没有打印。按 : 输入命令。")
PRINTED = both("{device} printed", "{device} 打印")
NOTHING_SHOWN = both("{device} has nothing to show here.", "{device} 在这里没有可显示的内容。")
NO_CHANGE = both("no change", "没有变化")
CHANGED_ELSEWHERE = both("{about}, also {devices}", "{about}，另有 {devices}")
WITHOUT_COLUMNS = both(", without {columns}", "，略去 {columns}")
WAS = both("was", "原为")
WAS_FIELD = both("~ was {value}", "~ 原为 {value}")
QUOTED = both("quoted {layer}", "引用的 {layer}")
LAYER = both("layer {number}, {name}", "第 {number} 层，{name}")
LAYER_NAMES = {
    "link": both("link", "网络接口层"),
    "internet": both("internet", "网际层"),
    "transport": both("transport", "传输层"),
    "application": both("application", "应用层"),
}
PACKETS_ON_LINKS = both("packets on {count} links", "{count} 条链路上有数据包")
CAME_FROM = both(" from {state}: {why}", "，来自 {state}：{why}")
IN_VAIN = both("line {line} {what} in vain: {call}", "第 {line} 行白白地{what}：{call}")
NOW = both("now", "现在")
IN_TIME = both("in {span}", "{span} 后")
AGO = both("{span} ago", "{span} 前")

# What became of a packet, in the list of packets

QUEUED = both("queued", "排队")
DOUBLED = both("doubled", "重复")
DAMAGED = both("damaged", "损坏")
CHANGED = both("changed", "被改")
REACHED = both("reached", "到达")
DROPPED = both("dropped", "丢弃")

# A connection in numbers

SENDS = both("sends", "发送")
RECEIVES = both("receives", "接收")
DUPLICATE_ACKS = both(", {count} duplicate ACKs", "，{count} 个重复 ACK")
ACKNOWLEDGED = both("acknowledged", "已确认")
IN_FLIGHT = both("in flight", "在途")
SACKED = both("of them sacked", "其中已 SACK")
MAY_BE_SENT = both("may be sent", "可以发送")
WAIT = both("wait", "等待")
UNREAD = both("unread", "未读")
BEHIND_A_GAP = both("behind a gap", "在空缺之后")
FREE = both("free", "空闲")

# Threads and their calls

PHASES = {
    "entered": both("is called", "被调用"),
    "blocked": both("waits", "等待"),
    "returned": both("returned", "已返回"),
    "raised": both("raised", "抛出"),
}

LOOPS = {
    "reads": both("reads", "读取"),
    "asks": both("asks", "询问"),
    "fails": both("fails", "失败"),
    "prints": both("prints", "打印"),
}
CALLS = both("calls", "调用")
SOCKETS = both("sockets", "套接字")

# Messages of the player

NO_TIMER_ANY_MORE = both("No timer runs out any more.", "不再有定时器到时。")
NO_TIMER_SO_FAR = both("No timer has run out so far.", "到现在还没有定时器到时。")
NOTHING_ARMED = both("No timer is armed, and no row expires.", "没有启动的定时器，也没有表项会到期。")
AFTER_THE_END = both(" (after the end of the run)", "（在运行结束之后）")
WHAT_COMES = both("What comes by itself", "自行到来的事")
NOTHING_THEN = both(
    "Nothing happens at that time: it is put off or called off before, or the run ends.",
    "那时什么也不发生：之前已推迟或取消，或者运行已结束。",
)
NOT_OF_THIS_RUN = both("(written for the run before the change)", "（为改动之前的运行而写）")
NO_LATER_NOTE = both("There is no further note.", "后面没有注释了。")
NO_EARLIER_NOTE = both("There is no earlier note.", "前面没有注释了。")
SPEED = both("{speed:g} packets a second", "每秒 {speed:g} 个数据包")
ALL_KEYED = both("No protocol here has a view of its own.", "这里没有哪个协议有自己的视图。")
PANE = both("Pane", "窗格")
DEVICE_TITLE = both("Device", "设备")
GO_TITLE = both("Go to", "跳转到")
COUNTED_AS_SENT = both("Sequence numbers as they are on the wire", "序号按线路上的显示")
COUNTED_FROM_FIRST = both("Sequence numbers from the initial ones on", "序号从初始序号数起")
ONLY_CONNECTION = both("Only {name}", "只看 {name}")
ALL_PACKETS = both("All packets", "所有数据包")
NOT_AT_END = both("The run has not come to its end yet.", "运行还没有结束。")
KEYS = both("Keys", "按键")
GO_HINT = both(
    "12 for a packet, #120 for a record, 2.5s for a time, start or end",
    "12 是数据包，#120 是记录，2.5s 是时间；也可以写 start（开始）或 end（结束）",
)
SEARCH = both("Step only by", "只在这些数据包之间前进")
SEARCH_KEYS = both("enter searches, tab completes, escape closes", "enter 查找，tab 补全，escape 关闭")
FOUND = both("{count} found", "找到 {count} 个")
FOUND_SO_FAR = both("{count} or more found", "至少找到 {count} 个")
SEARCHES = both("Searching ...", "正在查找……")
NONE_MATCHES = both("Nothing matches.", "没有符合的。")
SEARCH_HINT = both(
    'arp request from pc1, dropped frame; ip.ttl < 2 && icmp as in Wireshark; "text" of a line or reason. '
    "Nothing for every packet.",
    "arp request from pc1、dropped frame；像 Wireshark 那样写 ip.ttl < 2 && icmp；行或原因里的文字，如 子网。"
    "留空则是所有数据包。",
)
SEARCHING = both("Searching, {share}%", "正在查找，{share}%")
NO_MATCH = both("Nothing matches {text}.", "没有符合 {text} 的。")
NO_MATCH_SO_FAR = both("Nothing matches so far.", "到现在还没有符合的。")
WHOLE_NOTE = both("Note", "注释")
SPEAKS = both("Now in English", "现在是简体中文")
NOT_SAVED = both("The screen cannot be saved as {name}: {reason}", "屏幕无法存为 {name}：{reason}")
SAVED = both("The screen is saved as {name}", "屏幕已存为 {name}")

# Dialogs

CLOSES = both("escape closes", "escape 关闭")
COPIES = both("y copies", "y 复制")
COPIED = both("the terminal was told to copy it", "已让终端复制")
MORE_BELOW = both("down for more, escape closes", "down 看更多，escape 关闭")
ACCEPTS = both("enter accepts, escape closes", "enter 确定，escape 关闭")
FINDS = both("type to find, enter chooses, escape closes", "输入以查找，enter 选定，escape 关闭")
TYPE_A_PART = both("Type a part of what you look for, such as {example}", "输入要找的一部分，如 {example}")
NONE_HAS = both("nothing has this; backspace takes a letter back", "没有包含它的；按 backspace 删去一个字")
CHOOSES = both("enter chooses, escape closes", "enter 选定，escape 关闭")

# The library

SCENARIOS = both("{count} scenarios", "{count} 个场景")
SLOGAN = both("a network that you can rewind", "可以倒带的网络")
FIND_WORDS = both(
    "words in the title, topic, goal or notes, such as mask or 子网",
    "标题、主题、目标或注释里的词，如 子网 或 mask",
)
PLAYS = both("plays", "播放")
CHOOSE = both("choose", "选择")
PRACTISE = both("practise", "练习")
TO_THE_LIST = both("to the list", "到列表")
SHOWS_ALL = both("shows all", "显示全部")
LANGUAGE = both("Chinese", "English")
OPENING = both("Opening {title} ...", "正在打开 {title} ……")
NOT_PLAYABLE = both("This scenario cannot be played", "这个场景无法播放")
NOTHING_FOUND = both("Nothing has all these words.", "没有哪个场景含有所有这些词。")

# Acting

AT_PLACE = both("At {device}, {time} s", "{device}，{time} 秒")
AT_TIME = both("{device}, at {time} s", "{device}，{time} 秒")
ANOTHER_DEVICE = both("act at another device", "在另一台设备上操作")
BEGINS_WITH = both("a line begins with: {words}", "一行可以这样开头：{words}")
GOES_ON_WITH = both("{begun} goes on with: {words}", "{begun} 后面可以写：{words}")
NOTHING_FITS = both("nothing comes next here", "这里没有可以接着写的")
CONFIG_HINT = both(
    "a line of configuration, such as interface eth0; exit, end", "一行配置，如 interface eth0；exit、end"
)
ACT_HINT = both(
    "ip route; {device}: arp; cut LINK; set KEY = VALUE (from 0 s)",
    "ip route；{device}: arp；cut 链路；set 键 = 值（从 0 秒起）",
)
FIELDS_HINT = both(
    "A value, and other fields behind a comma, as in ip.ttl = 1, ip.id = 7. With 'damaged' at the end, checksums and "
    "lengths stay as they were. Tab completes names.",
    "一个值；逗号后面可以写别的字段，如 ip.ttl = 1, ip.id = 7。结尾写 damaged，校验和与长度就保持原样。tab 补全名字。",
)
DELAY_HINT = both("How much later the packet arrives, such as 20ms or 1s.", "数据包晚到多久，如 20ms 或 1s。")
DAMAGE_HINT = both(
    "Octets count from 0 at the start of the frame. Bit 7 is the highest of the octet, bit 0 the lowest.",
    "字节从帧的开头数起，第一个是 0。比特 7 是字节的最高位，比特 0 是最低位。",
)
WRITE_HINT = both("Write what is still left open; tab completes words.", "写完留空的部分；tab 补全。")
RUNS, EARLIER = both("does it", "执行"), both("earlier lines", "以前的行")
COMPLETES, LEAVES, UNDOES = both("completes", "补全"), both("leaves the console", "离开控制台"), both("undoes", "撤销")
EMPTIES = both("empties the line", "清空这一行")
GIVES_UP, TELLS_NEXT = both("gives the line up", "放弃这一行"), both("tells what can come next", "列出下一个可写的词")
SCROLLS, TYPING = both("scrolls the console", "滚动控制台"), both("Typing at the console", "在控制台输入")
ENDS_BY = both("escape leaves the console, ctrl+q ends hopscope", "escape 离开控制台，ctrl+q 退出 hopscope")
NOT_STOPPED = both(
    "{command} goes on: enter runs to its end. The run is computed already, so ctrl+c cannot stop it.",
    "{command} 还在继续：按 enter 运行到它结束。运行已经算好，ctrl+c 不能中断它。",
)
LINE_HINT = both(
    "{file} waits in {call}: write behind 'type' what it gets; eof ends its input. Without 'type' it is a command.",
    "{file} 正在 {call} 中等待：在 type 后面写给它的一行；eof 结束输入。没有 type 就是命令。",
)
WAITS_FOR_LINE = both("{file} waits for a line in {call}; : types it", "{file} 在 {call} 中等待一行输入；按 : 输入")
DONE = both(
    "Done: all goals are reached. (B compares, ctrl+z undoes)", "完成：所有目标都已达到。（B 比较，ctrl+z 撤销）"
)
NOT_COUNTED = both(
    "All goals are reached, but not by what you may change: {reason}", "目标都已达到，但改动了不许改动的设备：{reason}"
)
TRY_IT = both("Try it", "试一试")
TYPE_COMMAND = both("type a command at {device}", "在 {device} 上输入命令")
UNDO = both("undo: {act}", "撤销：{act}")
COMPARE = both("compare with what it was before", "和操作之前比较")
SAVE_BRANCH = both("save this branch as a scenario", "把这个分支存为场景")
FORGET_BRANCH = both("forget this branch", "忘掉这个分支")
DELETION = both("forget {branch}", "忘掉 {branch}")
DELETED = both(
    "Forgotten, with all that was made of it: {branch}   (ctrl+z brings it back)",
    "已忘掉，连同由它做出的一切：{branch}   （ctrl+z 恢复）",
)
BROUGHT_BACK = both("It is back, with all that was made of it: {branch}", "已恢复，连同由它做出的一切：{branch}")
SHOW_LINE = both("show this as one line of text", "显示为一行文本")
FIELD = both("Field", "字段")
VALUE = both("Value", "值")
NUMBERED_PACKET = both("packet {number}", "数据包 {number}")
LOSE = both("lose {what} on {link}", "在 {link} 上丢掉{what}")
REPEAT = both("let {what} arrive twice", "让{what} 到达两次")
DELAY = both("delay {what}", "延迟{what}")
CHANGE_FIELD = both("change a field of {what}", "改{what} 的一个字段")
DAMAGE = both("damage a bit of {what}", "损坏{what} 的一个比特")
PULL_OUT = both("pull out {link}", "拔掉 {link}")
PLUG_IN = both("plug in {link}", "插上 {link}")
CHANGE_VALUE = both("change a value of {device} or of its cables", "改 {device} 或它的网线的一个值")
EDIT_PROGRAM = both("edit {file}", "编辑 {file}")
AS_IT_WAS = both("as it was", "原样")
THE_SCENARIO = both("the scenario as it was", "原来的场景")
IN_BRANCH = both(
    "Now: {branch}   (ctrl+z undoes, b branches, B compares)", "现在：{branch}   （ctrl+z 撤销，b 分支，B 比较）"
)
IN_FUTURE = both(
    "Now: {branch}: {counts}; first: {first}   (> < go there, ctrl+z undoes, B compares)",
    "现在：{branch}：{counts}；第一处：{first}   （> < 前往，ctrl+z 撤销，B 比较）",
)
NOTHING_LATER = both(
    "Now: {branch}. Nothing later changes.   (ctrl+z undoes)", "现在：{branch}。之后什么也没有变化。   （ctrl+z 撤销）"
)
FROM_START = both(
    "It counts from the start of the run (0 s), not from the moment of the act: {act}",
    "它从运行的开头（0 秒）起有效，不是从操作的时刻起：{act}",
)
IS_PULLED_OUT = both("{link} is pulled out at {time} s.", "{link} 在 {time} 秒被拔掉。")
IS_PLUGGED_IN = both("{link} is plugged in at {time} s.", "{link} 在 {time} 秒被插上。")
IN_SAME_PACKETS = both(
    "Now: {branch}. No packet differs; first: {first}   (> goes there, ctrl+z undoes, B compares)",
    "现在：{branch}。没有数据包不同；第一处：{first}   （> 前往，ctrl+z 撤销，B 比较）",
)
IN_MOVED_PACKETS = both(
    "Now: {branch}. The same packets come, {count} of them at another time; first: {first}   "
    "(> goes there, ctrl+z undoes, B compares)",
    "现在：{branch}。数据包相同，其中 {count} 个在另一时刻；第一处：{first}   （> 前往，ctrl+z 撤销，B 比较）",
)
COUNTED = {
    "+": both("+{count} new", "+{count} 新增"),
    "~": both("~{count} changed", "~{count} 改变"),
    "-": both("-{count} gone", "-{count} 不再出现"),
}
"""Packets that differ from the branch before."""
PACKET_AT = both("packet {number}, {time} s", "数据包 {number}，{time} 秒")
RECORD_AT = both("record {number}, {time} s", "记录 {number}，{time} 秒")
CONFIGURED_AT = both("how it is set up", "开始时的配置")
NO_PACKET_DIFFERS = both("no packet differs", "没有数据包不同")
NO_FUTURE = both(
    "This is the scenario as it was: > goes to what an act has changed.", "这是原来的场景：> 前往操作所改变的地方。"
)
COMPARING = both("This is still being compared with what it was.", "还在与之前比较。")
NO_LATER_DIFFERENCE = both("Nothing behind this point differs from before the act.", "这之后与操作之前没有不同。")
NO_EARLIER_DIFFERENCE = both("Nothing before this point differs from before the act.", "这之前与操作之前没有不同。")
NOTHING_TO_UNDO = both(
    "Nothing has been done here yet: x shows what can be done.", "这里还没有做过什么：按 x 看能做什么。"
)
NOTHING_TO_REDO = both("Nothing has been undone.", "没有撤销过什么。")
IS_ROOT = both("This is the scenario itself.", "这就是场景本身。")
NOTHING_TO_COMPARE = both(
    "Nothing has been done here yet: there is nothing to compare.", "这里还没有做过什么：没有可比较的。"
)
SAVE_AS = both("Save as", "存为")
SAVE_HINT = both("A new file; a name alone is a file in {folder}.", "一个新文件；只写名字就是 {folder} 中的文件。")
BRANCH_NOT_SAVED = both("This cannot be saved as {name}: {reason}", "无法存为 {name}：{reason}")
BRANCH_SAVED = both("The branch is saved as {name}", "分支已存为 {name}")
BRANCH_SAVED_LESS = both(
    "The branch is saved as {name}, without what it says of the other run: expectations, notes, questions, goals "
    "({count})",
    "分支已存为 {name}；其中只对原来的运行成立的期望、注释、问题和目标已略去（{count}）",
)

# Questions

WHY_NOT = both("Why not?", "为什么没有？")
WHY_NOT_HINT = both(
    "What was expected: pc1 receives icmp echo-reply from pc3, pc1 prints \"1 received\", pc1's recv returns b'x', "
    "pc1 reaches ESTABLISHED, or a row: {on: pc1, table: arp, holds: {ip: 10.0.0.3}}. Up shows what did not come.",
    "期望的事：pc1 receives icmp echo-reply from pc3、pc1 prints \"1 received\"、pc1's recv returns b'x'、"
    "pc1 reaches ESTABLISHED，或一个表项：{on: pc1, table: arp, holds: {ip: 10.0.0.3}}。按 ↑ 看没有发生的事。",
)
HAPPENS = both("It does happen, in record {record}.", "它发生了，在记录 {record}。")
HAPPENS_NOT = both("It does not happen.", "它没有发生。")
HAPPENS_NOT_FOR = both("It does not happen:", "它没有发生：")
HOW_IT_CAME = both("How it came:", "经过：")
NOBODY_ACTS = both(
    "Nothing in the run leads to it. {device} would have had to begin.", "运行中没有会引起它的事。应由 {device} 开始。"
)
OTHERS_COME = both(
    "Nothing in the run leads to it. Of the same protocol, {count} other packets come there: the last is record "
    "{record} at {at} s, {packet}.",
    "运行中没有会引起它的事。那里有同一协议的 {count} 个别的数据包：最后一个是记录 {record}，{at} s，{packet}。",
)
OTHER_COMES = both(
    "Nothing in the run leads to it. Of the same protocol, one other packet comes there: record {record} at {at} s, "
    "{packet}.",
    "运行中没有会引起它的事。那里有同一协议的一个别的数据包：记录 {record}，{at} s，{packet}。",
)
COMES_ONCE = both("It happens only once, in record {record} at {at} s.", "它只发生一次，在记录 {record}，{at} s。")
COMES_RARELY = both(
    "It happens only {count} times, last in record {record} at {at} s.",
    "它只发生 {count} 次，最后一次在记录 {record}，{at} s。",
)
NO_MORE_LOST = both(
    "Nothing that would lead to another one is lost or dropped.", "会引起下一次的事没有丢失，也没有被丢弃。"
)
COMES_UNTIMELY = both(
    "It happens at another time: in record {record} at {at} s.", "它在别的时间发生：在记录 {record}，{at} s。"
)
COMES_UNTIMELY_OFTEN = both(
    "It happens {count} times at other times: first in record {first} at {begin} s, last in {record} at {at} s.",
    "它在别的时间发生：{count} 次，第一次在记录 {first}，{begin} s，最后一次在记录 {record}，{at} s。",
)
LAST_LOSS_AT = both(
    "No record leads straight to it. The last loss or drop that {device} has to do with:",
    "没有记录直接引起它。与 {device} 有关的最后一次丢失或丢弃：",
)
FAILED_ASIDE = both(
    "No record leads straight to it. A program failed, which may have nothing to do with it:",
    "没有记录直接引起它。有一个程序出错，可能与此无关：",
)
PROGRAM_FAILED = both("The program {file} on {device} fails: {said}", "{device} 上的程序 {file} 出错：{said}")
PROGRAM_FAILED_AT = both(
    "The program {file} on {device} fails at line {line}: {said}", "{device} 上的程序 {file} 在第 {line} 行出错：{said}"
)
LOST_PACKETS = both(
    "{count} packets that matter to it are lost or dropped:", "与它有关的 {count} 个数据包丢失或被丢弃："
)
LOST_PACKET = both("record {record} at {at} s: {packet}", "记录 {record}，{at} s：{packet}")
LOST_BETWEEN = both("{count} more", "还有 {count} 个")
CONFIGURED_SO = both("The edits configure this otherwise.", "编辑把这里的配置改了。")
BACK_FROM_WHY_NOT = both(
    "Record {record} shows it; press ' twice to go there.", "记录 {record} 说明原因；按两次 ' 到那里。"
)
LINE_OF_FILE = both("line {line}: {place}", "第 {line} 行：{place}")
BECAUSE = both("because of this:", "原因是：")

# The page of branches

BRANCHES = both("Branches", "分支")
BRANCH_KEYS = both(
    "enter go  ^z ^y undo, redo  c compare from  R name  X forget  s save  y as text",
    "enter 去那里  ^z ^y 撤销、重做  c 从它比较  R 命名  X 忘掉  s 保存  y 变成文本",
)
CHANGED_BY_ME = both("What I changed", "我改了什么")
IN_THE_SCENARIO = both("In the scenario", "场景中的改动")
NOTHING_CHANGED = both("Nothing is changed: x and : change something.", "还没有改动：按 x 和 : 来改。")
CHANGE_KEYS = both(
    "X undo this one  R start over  c keep a checkpoint  r back to one  escape",
    "X 撤销这一项  R 全部重来  c 保存检查点  r 回到检查点  escape",
)
CHECKPOINT = both("Checkpoint", "检查点")
CHECKPOINT_HINT = both("A name for how things are now; r comes back to it.", "给现在的状态起一个名称；按 r 可以回来。")
CHECKPOINT_KEPT = both(
    "Kept as {name}: r in the page of changes comes back.", "已存为 {name}：在改动页面按 r 可以回来。"
)
NO_CHECKPOINTS = both(
    "There is no checkpoint yet: c in the page of changes keeps one.", "还没有检查点：在改动页面按 c 保存。"
)
BACK_TO = both("Back to", "回到")
GO_ON = both("You have worked here before. Go on", "你以前在这里做过改动。继续")
FROM_THE_START = both("from the start", "从头开始")
FAILED_AND_KEPT = both(
    "hopscope: the player has failed, by an error of its own; your changes are kept, and you go on with: {command}",
    "hopscope：播放器因自身错误而中止；你的改动已保存，用此命令继续：{command}",
)
FAILED_AND_LOST = both(
    "hopscope: the player has failed, by an error of its own; your changes could not be kept",
    "hopscope：播放器因自身错误而中止；你的改动未能保存",
)
FAILED_WITH_NOTHING = both(
    "hopscope: the player has failed, by an error of its own; you had changed nothing, and all your answers are kept",
    "hopscope：播放器因自身错误而中止；没有改动需要保存，答案在给出时已保存",
)
WHERE_LEFT = both("where you left, after: {act}", "从上次离开的地方：{act} 之后")
GOES_NO_MORE = both("This cannot be gone back to: {reason}", "无法回到这里：{reason}")
GOES_NOT_WITHOUT = both("The later changes do not go without it: {reason}", "后面的改动离不开它：{reason}")
SIDE_BY_SIDE = both("Side by side", "并排比较")
CHOOSE_BRANCH = both(
    "This is the scenario itself. up and down choose a branch, which is shown beside it.",
    "这就是场景本身。用上下键选一个分支，放在它旁边比较。",
)
NO_BRANCHES = both("Nothing has been done yet: x and : make branches.", "还没有做过什么：x 和 : 产生分支。")
NAME = both("Name", "名称")
NAME_HINT = both("A name of your own; an empty line takes the act as its name.", "自己起的名称；留空则用所做的操作。")
ALL_THE_SAME = both("Both are the same, record by record.", "两者相同，每条记录都一样。")
TOTALS = both(
    "{sign} {packets} packets, {records} records: {name}", "{sign} {packets} 个数据包，{records} 条记录：{name}"
)
FIRST_DIFFERENCE = both("First difference: record {number}, in its {what}", "第一处不同：记录 {number}，不同在于{what}")
FIRST_OTHER = both(
    "First difference: record {number} is another one in each", "第一处不同：记录 {number} 在两边是不同的记录"
)
COMPARED = {
    "at": both("time", "时间"),
    "kind": both("kind", "种类"),
    "place": both("place", "位置"),
    "cause": both("cause", "起因"),
    "what": both("content", "内容"),
    "why": both("reason", "理由"),
    "end": both("end", "结束"),
}
"""The parts of a record in which two runs can differ first."""
RUN_OVER = both("{sign} the run is over", "{sign} 运行已结束")
PACKETS_COMPARED = both(
    "Packets: {both} in both, {changed} of them changed (~), {left} only in -, {right} only in +",
    "数据包：两边都有 {both} 个，其中 {changed} 个改变（~），只在 - 里 {left} 个，只在 + 里 {right} 个",
)
SIGNS_COMPARED = both(
    "= the same in both   - only the first   + only the second   ~ in both, changed",
    "= 两边相同   - 只在第一个里   + 只在第二个里   ~ 两边都有，但有改变",
)
THE_SAME = both("{count} the same", "{count} 个相同")
TABLES_COMPARED = both("Tables at the cursor's time", "光标时刻的表")
TRUE_ONLY_IN = both("Comes true only in", "只在其中之一成立")

# The text of a program

SOURCE_KEYS = both("ctrl+s runs it, ctrl+o your editor, escape leaves", "ctrl+s 运行，ctrl+o 用你的编辑器，escape 离开")
SOURCE_LOST = both(
    "What you wrote would be lost: escape again leaves, ctrl+s runs it.",
    "你写的内容会丢失：再按 escape 离开，ctrl+s 运行。",
)
SOURCE_SAME = both("Nothing has been changed: escape leaves.", "没有改动：escape 离开。")
NO_EDITOR = both("The environment names no editor: set EDITOR.", "环境变量里没有编辑器：请设置 EDITOR。")
BAD_EDITOR = both("{editor} cannot be used here: {error}", "这里不能用 {editor}：{error}")

# Stops, rows in hand and marks

UNTIL = both("Run until", "运行到")
UNTIL_HINT = both(
    "A packet as in /, such as tcp rst or ip.ttl == 1; a state, such as pc1 reaches CLOSED; or drop, expiry, "
    "change. Playing also stops there; an empty line ends that.",
    "像 / 里那样的数据包，如 tcp rst 或 ip.ttl == 1；状态，如 pc1 reaches CLOSED；或者 drop、expiry、change。"
    "播放也会停在那里；留空则取消。",
)
STOPPED_AT = both("Stopped at {what}.", "停在{what}。")
STOPS_NO_MORE = both("Nothing stops the player any more.", "播放不再停在某处。")
NO_FURTHER = both("Behind this point there is no {what}.", "这之后没有{what}。")
A_DROP = both("a drop", "丢弃")
AN_EXPIRY = both("the next expiry", "到期")
A_CHANGE = both("a change of {row}", "{row} 的变化")
ROW_OF = both("{row} of {device}", "{device} 的 {row}")
NO_ROWS = both("{device} has no rows here.", "{device} 这里没有表项。")
ROWS_OF = both("Rows of {device}", "{device} 的表项")
TAKEN = both("In hand: {row}   ([ and ] go to its changes)", "选定：{row}   （[ 和 ] 到它的变化）")
STILL_TAKEN = both("In hand: {row}   (W takes another row)", "选定：{row}   （W 另选表项）")
NO_LATER_CHANGE = both("There is no later change of {row}.", "{row} 以后没有变化。")
NO_EARLIER_CHANGE = both("There is no earlier change of {row}.", "{row} 以前没有变化。")
LETTER = both("A letter for this place", "给此处一个字母")
MARKED = both("This place is {letter}: ' and {letter} comes back.", "此处是 {letter}：按 ' 和 {letter} 回来。")
TO_WHICH = both("To which place? {letters}", "到哪里？{letters}")
NO_JUMP = both("There was no jump yet.", "还没有跳转过。")
NO_MARK = both("No place is called {letter}.", "没有叫 {letter} 的地方。")
