"""VLAN 标签的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "vlan": {
        "": FieldText(
            "VLAN 标签",
            "在承载多个 VLAN 的链路上，说明这个帧属于哪个 VLAN。交换机把标签插在源地址和类型之间，"
            "另一台交换机再去掉它。",
        ),
        "priority": FieldText(
            "优先级（PCP）",
            "这个帧有多紧急，从 0 到 7：{priority}。交换机可以先发送优先级高的帧。",
        ),
        "drop_eligible": FieldText(
            "可丢弃（DEI）",
            "交换机没有空间时，是否先丢弃这个帧。",
            {0: "这一位是 0：不比别的帧先丢弃。", 1: "这一位是 1：先丢弃这个帧。"},
        ),
        "vlan": FieldText(
            "VLAN 标识（VID）",
            "VLAN 的编号，从 1 到 4094：{vlan}。",
            {
                "priority": "0 不是 VLAN。标签只给出优先级，帧属于无标签帧所在的 VLAN。",
                "reserved": "4095 是保留值：任何帧都不得使用。",
            },
        ),
        "ethertype": FieldText(
            "内容的类型",
            "没有这个标签时帧的类型：{ethertype}。它说明标签后面是哪种协议。",
        ),
    },
}
