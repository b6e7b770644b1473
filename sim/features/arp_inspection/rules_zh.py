"""检查 ARP 的交换机为什么丢弃一个报文。"""

from sim.features.arp_inspection import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.NO_BINDING: Text(
        "不知道谁有这个地址",
        "ARP 报文说 {ip} 在 {mac}。交换机不知道 VLAN {vlan} 里 {ip} 的绑定：没有租约，也没有静态条目。"
        "端口 {port} 不可信，所以交换机丢弃这个报文。",
    ),
    rules.OTHER_MAC: Text(
        "地址属于别的站点",
        "ARP 报文说 {ip} 在 {mac}。但交换机知道 VLAN {vlan} 里 {ip} 在 {known}。"
        "端口 {port} 不可信，所以交换机丢弃这个报文，没有人学到假地址。",
    ),
    rules.PROBE: Text(
        "ARP 探测没有发送方地址",
        "ARP 探测来自 0.0.0.0，因为 {mac} 还没有使用地址。没有绑定与 0.0.0.0 相符，"
        "所以交换机在端口 {port} 丢弃这个探测。设置 allow_zeros 后，探测可以通过。",
    ),
    rules.SRC_MAC: Text(
        "两处写的发送方不同",
        "这一帧来自 {frame_mac}，但其中的 ARP 报文写着发送方 {mac}。"
        "交换机检查 src-mac，所以在端口 {port} 丢弃这个报文。",
    ),
    rules.DST_MAC: Text(
        "两处写的目标不同",
        "这一帧发往 {frame_mac}，但其中的 ARP 应答是给 {mac} 的。交换机检查 dst-mac，所以在端口 {port} 丢弃这个应答。",
    ),
    rules.BAD_ADDRESS: Text(
        "没有站点能有这个地址",
        "ARP 报文写着 {ip}，任何单个站点都不能有这个地址。交换机检查 ip，所以在端口 {port} 丢弃这个报文。",
    ),
}
