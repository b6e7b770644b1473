"""逻辑链路控制的字段。"""

from sim.explain.language import FieldText

FIELDS: dict[str, dict[str, FieldText]] = {
    "llc": {
        "": FieldText("逻辑链路控制（LLC）", "写着长度而不是类型的帧不说明它承载哪种协议。这个首部说明这一点。"),
        "dsap": FieldText("目的服务访问点（DSAP）", "接收内容的协议：{dsap}。", {0x42: "0x42 是生成树协议。"}),
        "ssap": FieldText("源服务访问点（SSAP）", "发送内容的协议：{ssap}。"),
        "control": FieldText(
            "控制字段", "数据单元的种类。", {0x03: "0x03 是没有编号的普通数据：没有人确认，也不会重发。"}
        ),
    },
}
