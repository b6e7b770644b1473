"""向服务器提问时显示什么。"""

from sim.features.dns.asking import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.STEP_FORGOTTEN: Text("旧的步骤不再显示", "步骤列表只显示最近的 {most} 步，最旧的一步去掉。"),
}
