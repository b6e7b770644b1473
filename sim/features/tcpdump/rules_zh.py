"""tcpdump。"""

from sim.features.tcpdump import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.UNTIL_THE_END: Text(
        "抓包直到运行结束", "tcpdump 在 {port} 上抓包，直到有人按 Ctrl-C。这里由运行的结束代替。"
    ),
}
