"""地址冲突检测：地址是否空闲，以后是否一直归自己。"""

from sim.ip.acd import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.BEGIN: Text(
        "检查地址是否空闲",
        "接口 {port} 使用 {ip} 之前，先检查有没有别的设备在用 {ip}。它先随机等待一小段时间，"
        "以免同时开机的设备一起询问。",
    ),
    rules.RATE_LIMITED: Text(
        "冲突多了就等久些",
        "接口 {port} 已经遇到 {conflicts} 次冲突，所以检查 {ip} 之前要多等一会儿。否则它的探测可能占满链路。",
    ),
    rules.PROBE: Text(
        "探测地址",
        "接口 {port} 询问谁有 {ip}（共 {of} 次，这是第 {attempt} 次）。探测报文的发送方地址写成 0.0.0.0，"
        "以免别的设备过早记下 {ip}。",
    ),
    rules.FREE: Text(
        "地址空闲，开始使用",
        "没有设备反对使用 {ip}，所以接口 {port} 从现在起使用这个地址。",
    ),
    rules.TAKEN: Text(
        "地址已被使用",
        "{mac} 已经在使用 {ip}，所以接口 {port} 不能用这个地址。",
    ),
    rules.RIVAL: Text(
        "两台设备想用同一地址",
        "{mac} 也在探测 {ip}：两台设备想用同一个地址。接口 {port} 不使用它。",
    ),
    rules.FLUSHED: Text(
        "以后重新检查",
        "接口 {port} 的链路断开了。链路恢复后，设备要重新检查 {ip}，因为到那时可能有别的设备在用 {ip}。",
    ),
    rules.PROBE_AGAIN: Text(
        "使用前重新检查",
        "接口 {port} 的链路恢复了。这段时间里可能有别的设备占用了 {ip}，所以本设备使用 {ip} 之前要重新检查。",
    ),
    rules.CEASE: Text(
        "放弃地址",
        "{mac} 也在使用 {ip}。本设备配置为让步，所以接口 {port} 立即停止使用这个地址。",
    ),
    rules.CEASE_AFTER_DEFENCE: Text(
        "保护一次后放弃",
        "接口 {port} 刚刚保护过 {ip}，{mac} 却仍在使用它。接口 {port} 停止使用这个地址。",
    ),
    rules.DEFENDED_LATELY: Text(
        "暂不再次保护",
        "{mac} 也在使用 {ip}，但接口 {port} 刚刚保护过这个地址。两台设备如果不停地保护同一个地址，就永远不会停止。",
    ),
    rules.DEFEND: Text(
        "保护自己的地址",
        "{mac} 也在使用 {ip}，但 {ip} 是接口 {port} 的地址。设备再通告一次，以保护自己的地址。",
    ),
}
