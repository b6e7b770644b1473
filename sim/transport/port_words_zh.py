"""端口号的范围说明什么。"""

from sim.explain.language import Case

PORT_CASES: dict[Case, str] = {
    "system": "小于 1024 的端口留给熟知的服务。",
    "dynamic": "从 49152 起的端口是临时端口：主机在一次通信中使用它，用完释放（RFC 6335）。",
}
