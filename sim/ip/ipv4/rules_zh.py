"""IPv4：设备接收、转发、分片或丢弃什么。"""

from sim.ip.ipv4 import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.TRUNCATED: Text(
        "数据报被截断",
        "数据报应有 {needed} 字节，这里只有 {present} 字节，所以丢弃。",
    ),
    rules.BAD_VERSION: Text(
        "不是版本 4",
        "版本字段是 {version} 而不是 4。这不是 IPv4 数据报，所以丢弃。",
    ),
    rules.BAD_HEADER_LENGTH: Text(
        "首部长度不可能",
        "首部长度字段表示 {header_length} 字节，但 IPv4 首部至少有 20 字节。丢弃数据报。",
    ),
    rules.BAD_CHECKSUM: Text(
        "首部校验和错误",
        "首部校验和是 {found}，按首部计算应该是 {expected}。首部在途中损坏了，所以丢弃数据报。",
    ),
    rules.BAD_TOTAL_LENGTH: Text(
        "总长度不可能",
        "总长度字段说整个数据报有 {total_length} 字节，但仅首部就有 {header_length} 字节。这不可能，所以丢弃数据报。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "不是 IPv4 数据报",
        "帧的类型字段是 IPv4，但里面的 {length} 字节不是 IPv4 数据报，所以丢弃。",
    ),
    rules.BAD_OPTION: Text(
        "选项长度错误",
        "首部第 {octet} 字节处的选项给出的长度不可能是对的。",
    ),
    rules.OPTION_CUT_OFF: Text(
        "选项被截断",
        "选项 {option}：首部在选项的类型之后就结束了，缺少选项的长度，所以丢弃数据报。",
    ),
    rules.OPTION_LENGTH: Text(
        "选项长度错误",
        "选项 {option}：给出的长度是 {length} 字节，但这里至少 2 字节、最多 {room} 字节，所以丢弃数据报。",
    ),
    rules.SOURCE_ROUTE_REFUSED: Text(
        "拒绝源路由",
        "选项 {option}：发送方用它规定了数据报的路线。攻击者可以用这样的路线绕过防火墙，所以丢弃数据报。",
    ),
    rules.SOURCE_THIS_NETWORK: Text(
        "源地址不可能",
        "源地址 {src} 以 0 开头。别的主机不可能有这样的地址，所以丢弃数据报。",
    ),
    rules.SOURCE_LOOPBACK: Text(
        "链路上的环回源地址",
        "源地址 {src} 是环回地址。这种地址只用于设备和自己通信，绝不该出现在链路上，所以丢弃数据报。",
    ),
    rules.SOURCE_MULTICAST: Text(
        "源地址是组播地址",
        "源地址 {src} 是组播地址。数据报必须来自单台主机，所以丢弃。",
    ),
    rules.SOURCE_OWN: Text(
        "源地址是本机地址",
        "源地址 {src} 是本设备自己的地址，但数据报是从外面来的。丢弃数据报。",
    ),
    rules.SOURCE_NETWORK: Text(
        "源地址是网络地址",
        "源地址 {src} 是直连网络的最低地址。这个地址代表网络而不是主机，所以丢弃数据报。",
    ),
    rules.SOURCE_BROADCAST: Text(
        "源地址是广播地址",
        "源地址 {src} 是广播地址。数据报必须来自单台主机，所以丢弃。",
    ),
    rules.SOURCE_RESERVED: Text(
        "保留的源地址",
        "源地址 {src} 属于 240.0.0.0/4。这段地址保留不用，不属于任何主机，所以丢弃数据报。",
    ),
    rules.DESTINATION_THIS_NETWORK: Text(
        "目的地址不可能",
        "目的地址 {dst} 以 0 开头。这样的地址不能作为目的地址，所以丢弃数据报。",
    ),
    rules.DESTINATION_LOOPBACK: Text(
        "链路上的环回目的地址",
        "目的地址 {dst} 是环回地址。这种地址只用于设备和自己通信，绝不该出现在链路上，所以丢弃数据报。",
    ),
    rules.DESTINATION_RESERVED: Text(
        "保留的目的地址",
        "目的地址 {dst} 属于 240.0.0.0/4。这段地址保留不用，不属于任何主机，所以丢弃数据报。",
    ),
    rules.DESTINATION_NETWORK: Text(
        "目的地址是网络地址",
        "目的地址 {dst} 是直连网络的最低地址。这个地址代表网络而不是主机，所以丢弃数据报。",
    ),
    rules.UNICAST_IN_BROADCAST_FRAME: Text(
        "广播帧里的单播数据报",
        "帧是广播给所有站点的，里面的数据报却只发给 {dst}。两个地址不相符，所以丢弃数据报。",
    ),
    rules.GROUP_NOT_JOINED: Text(
        "没有加入这个组",
        "{dst} 是组播地址。本设备没有加入这个组，所以丢弃数据报。",
    ),
    rules.NOT_MINE: Text(
        "主机不转发",
        "{dst} 不是本设备的地址。只有路由器才转发别人的数据报，本设备不是路由器，所以丢弃数据报。",
    ),
    rules.PROTOCOL_UNKNOWN: Text(
        "不支持的协议",
        "发往 {dst} 的数据报装的是协议 {protocol}。本设备不支持这种协议，所以丢弃数据报。",
    ),
    rules.MULTICAST_NOT_ROUTED: Text(
        "不转发组播",
        "{dst} 是组播地址。本路由器不转发组播数据报，所以丢弃。",
    ),
    rules.LIMITED_BROADCAST_NOT_FORWARDED: Text(
        "不转发广播",
        "{dst} 的意思是本链路上的所有主机，不包括别的主机。路由器从不转发发往这个地址的数据报。",
    ),
    rules.BROADCAST_FRAME_NOT_FORWARDED: Text(
        "不转发广播帧里的数据报",
        "发往 {dst} 的数据报装在广播给本链路所有站点的帧里。路由器不转发这种帧里的数据报，所以丢弃。",
    ),
    rules.DIRECTED_BROADCAST_NOT_FORWARDED: Text(
        "不转发定向广播",
        "{dst} 的意思是路由器后面某个网络里的所有主机。攻击者曾用这种数据报制造流量洪水，所以路由器不转发。",
    ),
    rules.LINK_LOCAL_NOT_FORWARDED: Text(
        "链路本地地址不出链路",
        "169.254.0.0/16 里的地址只在一条链路上有效。路由器不转发源或目的是这种地址的数据报，"
        "所以丢弃 {src} 到 {dst} 的数据报。",
    ),
    rules.TTL_EXPIRED: Text(
        "生存时间耗尽",
        "发往 {dst} 的数据报到达时，生存时间（TTL）是 {ttl}。每个路由器减 1，减到 0 就丢弃数据报。"
        "在环路里打转的数据报就这样终止。",
    ),
    rules.NO_ADDRESS: Text(
        "没有可用的源地址",
        "本设备没有可用作源地址的 IP 地址，所以不能发往 {dst}。",
    ),
    rules.LOOPBACK: Text(
        "不出设备",
        "{dst} 就是本设备。数据报经过环回接口 {port}，马上又回到本设备，不经过任何网线。",
    ),
    rules.LIMITED_BROADCAST: Text(
        "在链路上广播",
        "{dst} 的意思是链路上的所有主机。数据报装在广播帧里从接口 {port} 发出，路由器不会转发它。",
    ),
    rules.MULTICAST: Text(
        "组播给一个组",
        "{dst} 是组播地址。设备由 {dst} 算出组的 MAC 地址，不需要 ARP，所以数据报马上从接口 {port} 发出。",
    ),
    rules.FRAGMENT: Text(
        "数据报分片",
        "发往 {dst} 的数据报有 {length} 字节，而下一条链路的 MTU 是 {mtu} 字节。这是 {of} 个分片中的第 {number} 个[，"
        "数据从第 {offset} 字节开始]。",
    ),
    rules.FRAGMENTATION_NEEDED: Text(
        "太长又不许分片",
        "发往 {dst} 的数据报有 {length} 字节，而下一条链路的 MTU 是 {mtu} 字节。DF（不分片）标志已置位，不能分片，"
        "所以丢弃数据报。",
    ),
    rules.MTU_TOO_SMALL: Text(
        "MTU 太小",
        "下一条链路的 MTU 是 {mtu} 字节，而 IPv4 要求每条链路的 MTU 至少有 {minimum} 字节。丢弃数据报。",
    ),
    rules.STATION_KNOWN: Text(
        "直接发给一个站点",
        "{dst} 还没有配置到它的主机上，用 ARP 找不到任何人。数据报从接口 {port} 发出，帧直接发往已知的 {mac}。",
    ),
    rules.ADDRESS_AWAITED: Text(
        "没有地址也接收",
        "这个帧是发给接口 {port} 的，而接口还没有地址，正等着服务器分配。所以设备也接收发往 {dst} 的用户数据报。",
    ),
}
