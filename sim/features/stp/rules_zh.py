"""生成树：谁是根，哪些端口转发，什么使它改变。"""

from sim.features.stp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.TRUNCATED: Text(
        "BPDU 不完整",
        "这种类型的 BPDU 需要 {needed} 字节，但只有 {present} 字节。",
    ),
    rules.OTHER_PROTOCOL: Text(
        "不是生成树协议",
        "协议标识是 {protocol}，而生成树的协议标识是 0。交换机不使用这个报文。",
    ),
    rules.UNKNOWN_TYPE: Text(
        "未知的 BPDU 类型",
        "版本 {version} 没有类型为 {bpdu_type} 的 BPDU。交换机不使用这个报文。",
    ),
}
