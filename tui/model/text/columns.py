"""What the columns of tables are called on the screen.

English has the columns' own names, which expectations and ``hopscope tables`` use, too. In another language a column
that has no words here keeps its name: ``cwnd``, ``rto`` and other names of the standards are the same everywhere.
"""

from collections.abc import Mapping

_CHINESE = {
    "accepted": "已接受", "ack_at": "发 ACK 时间", "active": "生效", "address": "地址", "addresses": "地址",
    "aggregate": "聚合口", "allowed": "允许", "answer_at": "回答时间", "apply": "应用", "arguments": "参数",
    "asked": "请求时间", "assured": "双向", "at": "时间", "backlog": "等待队列上限", "began": "开始",
    "body": "消息体", "bridge": "本网桥", "call": "调用", "changed_at": "变化时间", "changed_by": "变化来源",
    "changes": "待报告的变化", "client": "客户端", "conflicts": "冲突", "content": "内容", "cost": "开销",
    "data": "数据", "datagrams": "数据报", "deadline": "期限", "defended": "上次保护",
    "designated_bridge": "指定网桥", "designated_cost": "指定开销", "designated_port": "指定端口",
    "designated_root": "指定根", "distance": "管理距离", "domain": "域名", "dst": "目的地址", "dst_port": "目的端口",
    "dup_acks": "重复 ACK", "edge": "边缘端口", "enabled": "启用", "ended": "结束", "error": "错误",
    "expires": "到期", "expires_at": "到期", "expiry": "到期", "file": "文件", "forward_delay": "转发延迟",
    "fragments": "分片", "fresh_until": "新鲜期至", "function": "函数", "group": "组", "guard": "保护",
    "hello_time": "Hello 时间", "hits": "命中", "identification": "标识", "inside_ip": "内部地址",
    "inside_port": "内部端口", "is_last": "最后报告者", "keepalive_at": "保活时间", "kind": "种类",
    "last": "最近违规者", "last_modified": "最后修改", "lease": "租期", "leased": "租来", "length": "长度",
    "limit": "上限", "line": "行", "link": "链路", "link_local": "链路本地地址", "linkdown": "链路断开",
    "list": "列表", "listening": "监听", "local": "本地", "local_ip": "本地地址", "local_port": "本地端口",
    "max_age": "最大寿命", "messages": "消息", "metric": "度量值", "mode": "模式", "name": "名称",
    "next_hop": "下一跳", "number": "编号", "octets": "字节", "sequence": "序号", "offers": "提供", "outcome": "结果",
    "outside_ip": "外部地址", "outside_port": "外部端口", "parent": "上级", "path": "路径", "peer": "对方",
    "persist_at": "窗口探测时间", "phase": "阶段", "point_to_point": "点对点", "port": "端口", "port_id": "端口标识",
    "ports": "端口", "prefix": "前缀", "probe_at": "探测时间", "probes": "探测次数", "program": "程序",
    "protocol": "协议", "query_interval": "查询间隔", "received": "已收", "refused": "已拒绝", "relay": "中继",
    "remote": "远端", "remote_ip": "远端地址", "remote_port": "远端端口", "reorder_at": "乱序判定时间",
    "repeat_at": "重发时间", "repeats": "还要重发", "replied": "有应答", "reply_dst": "应答目的地址",
    "reply_dst_port": "应答目的端口", "reply_src": "应答源地址", "reply_src_port": "应答源端口", "request": "请求",
    "requests": "请求数", "response": "响应", "result": "结果", "retransmissions": "重传次数",
    "retransmit_at": "重传时间", "robustness": "健壮系数", "role": "角色", "root": "根网桥",
    "root_cost": "根路径开销", "root_port": "根端口", "router": "路由器", "routers": "网关", "routes": "路由",
    "rule": "规则", "sacked": "已 SACK", "search": "搜索域", "secs": "已用秒数", "sends": "发送", "sent": "已发",
    "server": "服务器", "servers": "服务器", "since": "开始", "socket": "套接字", "source": "来源", "sources": "来源",
    "src": "源地址", "src_port": "源端口", "state": "状态", "static": "静态", "status": "状态", "stdin": "标准输入",
    "step": "步骤", "sticky": "粘性", "stored": "存入", "text": "文本", "thread": "线程", "timer": "定时器",
    "timestamps": "时间戳", "tokens": "余量", "topology_changes": "拓扑变化次数", "type": "类型", "unread": "未读",
    "up": "连通", "updated": "更新", "users": "使用者", "uses": "使用次数", "valid_until": "有效期至",
    "version": "版本", "violation": "违规处理", "violations": "违规次数", "waiting": "等待的字节", "what": "情形",
    "written": "已写入", "zone": "区域",
}  # fmt: skip
STANDARD = frozenset(
    {
        "cwnd", "dns", "etag", "id", "ip", "irs", "iss", "mac", "mtu", "rcv_nxt", "rcv_scale", "rcv_wnd", "rto",
        "rttvar", "sack", "smss", "snd_nxt", "snd_scale", "snd_una", "snd_wnd", "srtt", "ssthresh", "t1", "t2",
        "ttl", "url", "v1_until", "v2_until", "vlan", "xid",
    }
)  # fmt: skip
"""Names that are those of the standards, or are spoken so in every language."""
_WORDS: Mapping[str, Mapping[str, str]] = {"zh": _CHINESE}


def heading(column: str, language: str) -> str:
    """What stands over a column."""
    words = _WORDS.get(language, {})
    return words.get(column) or column.replace("_", " ")


def name(column: str, language: str) -> str:
    """What a value is called in a sentence: its column, as expectations have it, or the words for that."""
    return _WORDS.get(language, {}).get(column, column)
