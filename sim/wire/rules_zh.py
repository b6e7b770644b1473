"""报文视图对校验和的说明。"""

from sim.why import Rule, Text
from sim.wire import rules

TEXTS: dict[Rule, Text] = {
    rules.CHECKSUM_GOOD: Text(
        "校验和正确",
        "校验和与它覆盖的字节相符，没有发现差错。",
    ),
    rules.CHECKSUM_BAD: Text(
        "校验和错误",
        "校验和与它覆盖的字节不符。按这些字节计算，校验和应该是 {expected}。",
    ),
    rules.CHECKSUM_UNVERIFIED: Text(
        "校验和无法检验",
        "校验和覆盖的字节不全在这个报文里，所以在这里无法检验。",
    ),
    rules.CHECKSUM_ABSENT: Text(
        "没有校验和",
        "校验和字段是 0：发送方没有计算校验和。UDP 允许这样做。",
    ),
}
