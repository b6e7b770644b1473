"""UDP 和校验和。"""

from sim.explain.rule import Text

TEXTS = {
    "udp.no-listener": Text(
        "没有程序在监听",
        "{src} 发往 UDP 端口 {dst_port}，而本设备上没有程序在那里监听：丢弃数据报。",
    ),
    "udp.not-read": Text(
        "所属程序从不读取",
        "UDP 端口 {dst_port} 属于一个只等待 ICMP 差错、什么也不读的程序：丢弃数据报。",
    ),
    "udp.truncated": Text("UDP 首部被截断", "UDP 首部有 {needed} 字节，这里只有 {present} 字节，所以丢弃数据报。"),
    "udp.bad-length": Text("UDP 长度错误", "UDP 首部说有 {length} 字节，这里却有 {present} 字节，所以丢弃数据报。"),
    "udp.bad-checksum": Text(
        "UDP 校验和错误",
        "UDP 校验和是 {found}，按数据报计算应该是 {expected}：它在途中损坏了，所以丢弃。",
    ),
    "udp.not-understood": Text(
        "不是 UDP 数据报",
        "数据报说自己装的是 UDP，但里面的 {length} 字节不成 UDP 数据报，所以丢弃。",
    ),
    "checksum.good": Text("校验和正确", "校验和与它覆盖的字节相符：就它所能发现的，内容和发出时一样。"),
    "checksum.bad": Text("校验和错误", "校验和与它覆盖的字节不符：按这些字节计算，应该是 {expected}。"),
    "checksum.unverified": Text("校验和无法检验", "校验和覆盖的字节不全在这个报文里，所以在这里无法检验。"),
    "checksum.absent": Text("没有校验和", "校验和是 0：发送方没有计算，这是 UDP 允许的。"),
}
