"""标签有什么问题。"""

from sim.link.vlan import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.TRUNCATED: Text(
        "标签不完整",
        "在地址和类型 0x8100 之后，VLAN 标签还应有 {needed} 字节，这里只有 {present} 字节。",
    ),
}
