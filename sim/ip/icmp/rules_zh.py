"""ICMP：请求和应答，以及告诉发送方出了什么问题的差错报文。"""

from sim.ip.icmp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.ECHO_REPLY: Text(
        "应答 ping",
        "{src} 向 {dst} 发来回显请求。回显应答带回同样的序号 {sequence} 和同样的 {length} 字节数据。",
    ),
    rules.TIMESTAMP_REPLY: Text(
        "用时间应答",
        "{src} 询问 {dst} 的时间。序号为 {sequence} 的应答写明请求何时到达、应答何时发出。",
    ),
    rules.TIMESTAMP_TOO_SHORT: Text(
        "时间戳请求太短",
        "时间戳请求要带三个时间，共 12 字节。{src} 的这个请求只有 {length} 字节，所以丢弃。",
    ),
    rules.BROADCAST_QUERY_IGNORED: Text(
        "忽略发给所有主机的请求",
        "这个{type}是发给所有主机的（{dst}）。如果所有主机都应答，{src} 会被淹没，所以本设备忽略它。",
    ),
    rules.REPLY_RECEIVED: Text(
        "收到应答",
        "{src} 应答了。这个{type}的序号是 {sequence}，它属于发出请求的程序，程序的标识符是 {identifier}。",
    ),
    rules.ERROR_RECEIVED: Text(
        "收到差错报告",
        "{src} 报告差错：{type}（{code}）。报文引用了引起差错的数据报，本设备由此知道该通知哪个程序。",
    ),
    rules.TYPE_IGNORED: Text(
        "忽略这种类型",
        "{src} 发来类型为“{type}”的 ICMP 报文。本设备不处理这种类型，所以丢弃。",
    ),
    rules.TRUNCATED: Text(
        "ICMP 报文被截断",
        "ICMP 报文至少有 {needed} 字节，这里只有 {present} 字节，所以丢弃。",
    ),
    rules.BAD_CHECKSUM: Text(
        "ICMP 校验和错误",
        "ICMP 校验和是 {found}，按报文计算应该是 {expected}。报文在途中损坏了，所以丢弃。",
    ),
    rules.MALFORMED: Text(
        "不是 ICMP 报文",
        "{src} 的数据报的协议字段是 ICMP，但内容不是 ICMP 报文，所以丢弃。",
    ),
    rules.ERROR: Text(
        "告诉发送方",
        "要让 {src} 知道它发往 {dst} 的数据报出了什么问题。设备给 {src} 发送 ICMP 报文“{type}”（{code}）。",
    ),
    rules.NO_ERROR_ABOUT_ERROR: Text(
        "不为差错报告差错",
        "{src} 的数据报本身就是 ICMP 差错报文。为差错再报告差错会没完没了，所以设备不发送差错报文。",
    ),
    rules.NO_ERROR_ABOUT_LATER_FRAGMENT: Text(
        "只为第一个分片报告差错",
        "这不是数据报的第一个分片。为第一个分片报告一次差错就够了，所以设备不向 {src} 发送差错报文。",
    ),
    rules.NO_ERROR_ABOUT_BROADCAST: Text(
        "不为广播报告差错",
        "{src} 的数据报发给了许多设备（{dst}）。如果每台设备都发送差错报文，{src} 会被淹没，所以本设备不发送。",
    ),
    rules.NO_ERROR_ABOUT_BROADCAST_FRAME: Text(
        "不为广播帧报告差错",
        "{src} 的数据报装在广播给所有站点的帧里。如果每台设备都发送差错报文，{src} 会被淹没，所以本设备不发送。",
    ),
    rules.NO_ERROR_TO_NO_HOST: Text(
        "没有主机可告知",
        "{src} 不是单台主机的地址，没有可以接收 ICMP 差错报文的主机。",
    ),
    rules.RATE_LIMITED: Text(
        "差错报文暂时够了",
        "设备已经连续向 {dst} 发送了 {burst} 个 ICMP 差错报文，现在每 {interval}只发一个，所以不发这一个。",
    ),
    rules.TOKEN_SPENT: Text(
        "对差错报文计数",
        "为了不让差错报文淹没 {dst}，设备对发往 {dst} 的 ICMP 差错报文计数。它现在还可以再发 {left} 个，"
        "以后每 {interval}一个。",
    ),
    rules.REDIRECT: Text(
        "告知更近的路",
        "{src} 和下一跳 {gateway} 都在 {network} 里（接口 {port}）。路由器告诉 {src}：去 {dst} 可以直接发给下一跳。",
    ),
    rules.REDIRECT_ACCEPTED: Text(
        "接受重定向",
        "网关 {src} 说去 {dst} 用网关 {gateway} 更好。{src} 是正在使用的网关，所以本设备相信它，"
        "专为 {dst} 添加一条路由。",
    ),
    rules.REDIRECT_IGNORED: Text(
        "忽略重定向",
        "{src} 建议用别的网关（重定向），但本设备不接受重定向。",
    ),
    rules.REDIRECT_STRAY: Text(
        "与发出的数据报无关的重定向",
        "{src} 建议用别的网关（重定向），但本设备并没有经网关发送过所引用的数据报。忽略这个重定向。",
    ),
    rules.REDIRECT_CODE_UNKNOWN: Text(
        "未知种类的重定向",
        "{src} 的重定向的代码是 {code}，但只有 0 到 3 有意义。忽略这个重定向。",
    ),
    rules.REDIRECT_GATEWAY_OFF_LINK: Text(
        "建议的网关不在链路上",
        "{src} 说去 {dst} 用网关 {gateway} 更好，但 {gateway} 不是本链路上的另一台主机。忽略这个重定向。",
    ),
    rules.REDIRECT_FORGOTTEN: Text(
        "建议的网关不可达",
        "从接口 {port} 已经到不了 {gateway}。设备忘掉经 {gateway} 去 {dst} 的重定向，重新使用其他路由。",
    ),
    rules.REDIRECT_NOT_FROM_GATEWAY: Text(
        "重定向不是来自网关",
        "{src} 建议去 {dst} 用别的网关，但 {src} 不是正在使用的网关[（{first_hop}）]。忽略这个重定向。",
    ),
}
