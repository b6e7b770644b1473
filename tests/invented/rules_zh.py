"""主机为什么问候。"""

from sim.why import Rule, Text
from tests.invented import rules

TEXTS: dict[Rule, Text] = {
    rules.GREETS: Text("该问候了", "{name} 又问候 {peer}（第 {count} 次）。"),
    rules.HEARD: Text("收到问候", "{ip} 上的 {name} 来问候[，已经 {times} 次]。"),
    rules.NEXT: Text("稍后再问候", "{ns} 后再问候一次。"),
    rules.NOT_UNDERSTOOD: Text("问候不完整", "字节在问候中间就结束了。"),
}
