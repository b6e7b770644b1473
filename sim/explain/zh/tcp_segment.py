"""从字节看 TCP 报文段。"""

from sim.explain.rule import Text

TEXTS = {
    "tcp.truncated": Text(
        "TCP 首部被截断",
        "TCP 首部应有 {needed} 字节，这里只有 {present} 字节，所以丢弃报文段。",
    ),
    "tcp.bad-data-offset": Text(
        "数据偏移不可能",
        "数据偏移说 TCP 首部长 {header_length} 字节，但它至少有 20 字节：丢弃报文段。",
    ),
    "tcp.bad-checksum": Text(
        "TCP 校验和错误",
        "TCP 校验和是 {found}，按报文段计算应该是 {expected}：它在途中损坏了，所以丢弃，就像丢失了一样。",
    ),
    "tcp.bad-option": Text(
        "TCP 选项长度错误",
        "TCP 首部第 {octet} 字节处的选项，长度不可能是对的：不予理会。",
    ),
}
