"""What the player says in the place of the keys, until the next step."""

from collections.abc import Mapping

from sim.languages import Wording

NOTHING_CHOSEN: Wording = {
    "en": "Nothing is chosen or enlarged here; q leaves the player.",
    "zh": "这里没有选定或放大任何东西；q 离开播放器。",
}
QUIET: Wording = {
    "en": "Nothing happens at {time} s; the last record before is at {last} s.",
    "zh": "{time} s 时什么也没有发生；之前最后一条记录在 {last} s。",
}
THE_END: Wording = {"en": "This is the end of the run.", "zh": "这是运行的结束。"}
THE_START: Wording = {"en": "This is the start of the run.", "zh": "这是运行的开始。"}
RUNNING: Wording = {"en": "The run has not come further yet.", "zh": "运行还没有到更后面。"}
LAST_FOUND: Wording = {
    "en": "No further packet matches {what}; escape shows all.",
    "zh": "后面没有匹配 {what} 的数据包；escape 显示全部。",
}
NO_NOTE: Wording = {"en": "There is no note at this moment; n goes to the next.", "zh": "此刻没有注释；n 去下一条。"}
NOTHING_TO_ASK: Wording = {
    "en": "There is nothing to ask about this moment yet.",
    "zh": "此刻还没有可以问的问题。",
}
PREDICTING: Mapping[bool, Wording] = {
    True: {
        "en": "You are asked what comes next, where there is a question, and see no notes; P ends it.",
        "zh": "凡有题可问的地方，会先问接下来发生什么，也不显示注释；再按 P 结束。",
    },
    False: {"en": "You are asked no more before a step.", "zh": "不再在每一步之前提问。"},
}
REVEALED: Mapping[bool, Wording] = {
    True: {"en": "You said: {answer}. Compare: here it happens.", "zh": "你的预测：{answer}。请对照这里实际发生的。"},
    False: {"en": "Here it happens.", "zh": "这里就是实际发生的。"},
}
"""With the answer that was given, and without one."""
TO_BE_REVEALED: Mapping[bool, Wording] = {
    True: {
        "en": "You said: {answer}. The next packets show what happens.",
        "zh": "你的预测：{answer}。接下来的数据包会显示结果。",
    },
    False: {"en": "The next packets show what happens.", "zh": "接下来的数据包会显示结果。"},
}
NO_LAB: Wording = {"en": "This scenario is no lab: it has no task.", "zh": "这个场景不是实验，没有任务。"}
NO_PACKET: Wording = {"en": "There is no packet in hand yet.", "zh": "还没有当前数据包。"}
NO_FIELD: Wording = {"en": "Choose a field in the packet pane first (3).", "zh": "先在报文窗格（3）里选一个字段。"}
NO_KEY: Wording = {"en": "{key} does nothing here; ? shows the keys.", "zh": "{key} 在这里没有作用；? 显示所有按键。"}
AHEAD: Mapping[bool, Wording] = {
    True: {"en": "The ladder and the plot also show what is to come.", "zh": "时序图和曲线也显示将要发生的。"},
    False: {"en": "The ladder and the plot end at the cursor.", "zh": "时序图和曲线到光标为止。"},
}
HIDDEN: Mapping[bool, Wording] = {
    True: {"en": "Packets to come are hidden.", "zh": "将要发生的数据包已隐藏。"},
    False: {"en": "Packets to come are dimmed.", "zh": "将要发生的数据包变暗显示。"},
}
COLOURED: Wording = {
    "en": "The conversation is coloured: {letter}. C again ends it.",
    "zh": "会话已着色：{letter}。再按 C 取消。",
}
UNCOLOURED: Wording = {"en": "The conversation is coloured no more.", "zh": "会话不再着色。"}
HOPS: Wording = {"en": "packet {number}, hop by hop", "zh": "数据包 {number} 的每一跳"}
SEARCHING: Wording = {"en": "Searching, {share}%", "zh": "正在查找，{share}%"}
NO_MATCH: Wording = {"en": "Nothing matches {what}.", "zh": "没有匹配 {what} 的。"}
NO_MATCH_YET: Wording = {"en": "Nothing matches {what} so far.", "zh": "到目前为止没有匹配 {what} 的。"}
NO_MAP: Wording = {"en": "The map is not in sight; v shows it.", "zh": "地图不在屏幕上；v 显示它。"}
WHOLE_MAP: Wording = {"en": "All of the map is in sight.", "zh": "整张地图都在屏幕上。"}
