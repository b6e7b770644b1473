"""地址冲突检测：地址是否空闲，以后是否一直归自己。"""

from sim.ip.acd import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.BEGIN: Text(
        "地址空闲吗？",
        "接口 {port} 使用 {ip} 之前，先问有没有别人在用。随机等一小会儿才开始问，免得同时开机的设备一起发问。",
    ),
    rules.RATE_LIMITED: Text(
        "冲突多了就放慢",
        "接口 {port} 已经遇到 {conflicts} 次冲突，所以要多等一会儿再试 {ip}：不断尝试不能让链路上全是询问。",
    ),
    rules.PROBE: Text(
        "问有没有人反对",
        "接口 {port} 问谁有 {ip}（共 {of} 次，这是第 {attempt} 次）。它把自己的地址写成 0.0.0.0，免得别人过早记下 "
        "{ip}。",
    ),
    rules.FREE: Text(
        "无人反对，开始使用",
        "没有人反对使用 {ip}，所以接口 {port} 从现在起使用它。",
    ),
    rules.TAKEN: Text(
        "已经有人使用",
        "{mac} 已经在用 {ip}，所以接口 {port} 不能用它。",
    ),
    rules.RIVAL: Text(
        "有人同时想用",
        "{mac} 同时也在询问 {ip}：两台设备想要同一个地址，所以接口 {port} 不用它。",
    ),
    rules.FLUSHED: Text(
        "以后重新检查",
        "接口 {port} 的链路断开了。链路恢复后要重新检查 {ip}：这段时间里可能有人用了它。",
    ),
    rules.PROBE_AGAIN: Text(
        "检查之前不使用",
        "接口 {port} 的链路又通了，{ip} 在此期间可能已被别人占用：重新检查、确认没人用之前，不使用它。",
    ),
    rules.CEASE: Text(
        "放弃地址",
        "{mac} 也在用 {ip}，而本设备配置为让步：接口 {port} 立即停止使用这个地址。",
    ),
    rules.CEASE_AFTER_DEFENCE: Text(
        "捍卫一次后放弃",
        "接口 {port} 刚刚捍卫过 {ip}，{mac} 却仍在使用它：于是放弃这个地址。",
    ),
    rules.DEFENDED_LATELY: Text(
        "暂不再次捍卫",
        "{mac} 也在用 {ip}，但接口 {port} 刚刚捍卫过它。两台设备若不停地捍卫，就永远没完。",
    ),
    rules.DEFEND: Text(
        "捍卫自己的地址",
        "{mac} 也在用 {ip}，而它是接口 {port} 的地址：设备再通告一次，捍卫自己的地址。",
    ),
}
