"""生成树：谁是根，哪些端口转发，什么使它改变。"""

from sim.features.stp import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.TRUNCATED: Text(
        "BPDU 不完整",
        "这种类型的 BPDU 需要 {needed} 字节，但只有 {present} 字节。",
    ),
    rules.OTHER_PROTOCOL: Text(
        "不是生成树协议",
        "协议标识是 {protocol}，而生成树的协议标识是 0。交换机不使用这个报文。",
    ),
    rules.UNKNOWN_TYPE: Text(
        "未知的 BPDU 类型",
        "版本 {version} 没有类型为 {bpdu_type} 的 BPDU。交换机不使用这个报文。",
    ),
    rules.HEARD: Text(
        "发给交换机的 BPDU",
        "帧的目的地址代表所有运行生成树的交换机。交换机从端口 {port} 收下 BPDU，不转发它。",
    ),
    rules.INVALID: Text(
        "BPDU 太旧或是自己的",
        "端口 {port} 收到的 BPDU 太旧，不能使用；或者它就是这个端口自己发出的。交换机不使用它。",
    ),
    rules.NOT_UNDERSTOOD: Text(
        "较新协议的 BPDU",
        "STP 不认识端口 {port} 收到的 BPDU 的类型。交换机不使用它。",
    ),
    rules.NO_BPDU: Text(
        "里面不是 BPDU",
        "端口 {port} 收到的帧使用 BPDU 的地址，里面却是别的内容。交换机把它丢弃。",
    ),
    rules.SUPERIOR: Text(
        "链路上有更优的 BPDU",
        "交换机 {bridge} 在端口 {port} 上给出根 {root}，开销 {cost}。这优于端口原来知道的根 {held_root}，开销 "
        "{held_cost}。",
    ),
    rules.INFERIOR: Text(
        "链路上有较差的 BPDU",
        "交换机 {bridge} 在端口 {port} 上给出根 {root}，开销 {cost}。本交换机在那里给出的更好，所以保持原来的信息。",
    ),
    rules.DISPUTED: Text(
        "邻居听不到本机",
        "交换机 {bridge} 在端口 {port} 上给出较差的信息，却在学习地址。它似乎听不到本交换机，所以端口不能转发。",
    ),
    rules.PROPOSED: Text(
        "邻居提议转发",
        "交换机 {bridge} 想在端口 {port} 的链路上立即转发。本交换机同意之前，其他端口都必须先同步。",
    ),
    rules.AGREED: Text(
        "邻居同意",
        "交换机 {bridge} 同意端口 {port} 作为链路的指定端口。经过这条链路不会再有环路，所以端口不必等待。",
    ),
    rules.INFORMATION_AGED: Text(
        "太久没有消息",
        "端口 {port} 太久没有收到交换机 {bridge} 的消息。原来知道的信息不再使用。",
    ),
    rules.TC_RECEIVED: Text(
        "邻居告知变化",
        "端口 {port} 收到的 BPDU 说树发生了变化。交换机从其他端口把这个消息传下去。",
    ),
    rules.TCN_ACKNOWLEDGED: Text(
        "通知得到确认",
        "端口 {port} 上的指定交换机收到了拓扑变更通知。本交换机不再重复发送。",
    ),
    rules.OWN_ROOT: Text(
        "本交换机是根",
        "没有端口听说过标识比 {bridge} 更小的交换机。所以本交换机自己就是根。",
    ),
    rules.OTHER_ROOT: Text(
        "别的交换机是根",
        "{root} 是交换机听到的最小的标识；本交换机的标识是 {own}。根在端口 {port} 的方向，开销 {cost}。",
    ),
    rules.ROOT_TIMES: Text(
        "采用根的时间",
        "所有交换机都使用根 {root} 告知的时间。",
    ),
    rules.ROOT_PORT_ONLY: Text(
        "通往根的唯一途径",
        "只有端口 {port} 听说过根 {root}，开销 {cost}。它是根端口。",
    ),
    rules.ROOT_PORT_BY_ROOT: Text(
        "根更优，成为根端口",
        "端口 {port} 听到的根是 {root}，端口 {other_port} 听到的是 {other_root}。标识小的更优，"
        "所以端口 {port} 是根端口。",
    ),
    rules.ROOT_PORT_BY_COST: Text(
        "开销小，成为根端口",
        "经端口 {port} 到根 {root} 的开销是 {cost}，经端口 {other_port} 是 {other_cost}。开销小的 {port} 是根端口。",
    ),
    rules.ROOT_PORT_BY_BRIDGE: Text(
        "由下一台交换机决定",
        "经端口 {port} 和 {other_port} 到根的开销都是 {cost}。{port} 后面的交换机 {bridge} 小于 {other_port} 后面的 "
        "{other_bridge}，所以端口 {port} 是根端口。",
    ),
    rules.ROOT_PORT_BY_PORT: Text(
        "由对方的端口决定",
        "端口 {port} 和 {other_port} 通往同一台交换机 {bridge}。它从端口 {port_id} 发往 {port}，从 {other_id} 发往 "
        "{other_port}；较小的使 {port} 成为根端口。",
    ),
    rules.ROOT_PORT_BY_OWN_PORT: Text(
        "由自己的编号决定",
        "端口 {port} 和 {other_port} 听到交换机 {bridge} 的同一个端口。自己的标识 {port_id} 小于 {other_id}，所以 "
        "{port} 是根端口。",
    ),
    rules.DESIGNATED_OF_ROOT: Text(
        "根的端口",
        "没有谁比根自己离根更近。所以端口 {port} 是它的链路的指定端口。",
    ),
    rules.DESIGNATED_ALONE: Text(
        "链路上没有更优的",
        "端口 {port} 的链路上没有交换机给出通往根的更好途径。所以端口 {port} 是链路的指定端口。",
    ),
    rules.DESIGNATED_BY_ROOT: Text(
        "根更优，成为指定端口",
        "本交换机知道根 {root}，交换机 {bridge} 只知道 {other_root}。所以端口 {port} 是链路的指定端口。",
    ),
    rules.DESIGNATED_BY_COST: Text(
        "开销小，成为指定端口",
        "本交换机到根的开销是 {cost}，同一链路上的交换机 {bridge} 是 {other_cost}。所以端口 {port} 是链路的指定端口。",
    ),
    rules.DESIGNATED_BY_BRIDGE: Text(
        "标识小，成为指定端口",
        "本交换机 {own} 和同一链路上的交换机 {bridge} 到根的开销都是 {cost}。标识小，所以端口 {port} 是指定端口。",
    ),
    rules.ALTERNATE_BY_ROOT: Text(
        "阻塞：邻居的根更优",
        "端口 {port} 链路上的交换机 {bridge} 知道根 {root}，本交换机知道 {own_root}。这个端口不通往根，所以阻塞。",
    ),
    rules.ALTERNATE_BY_COST: Text(
        "阻塞：邻居离根更近",
        "端口 {port} 链路上的交换机 {bridge} 到根的开销是 {cost}，本交换机是 {own_cost}。由邻居为链路服务，端口 {port} "
        "阻塞，不留环路。",
    ),
    rules.ALTERNATE_BY_BRIDGE: Text(
        "阻塞：邻居标识更小",
        "端口 {port} 链路上的两台交换机到根的开销都是 {cost}。{bridge} 小于本交换机的 {own}，由邻居为链路服务，"
        "端口 {port} 阻塞。",
    ),
    rules.BACKUP: Text(
        "阻塞：另一端口已服务",
        "同一台交换机的端口 {other_port} 已经为端口 {port} 的链路服务。再通一条路就成环路，所以端口 {port} 阻塞。",
    ),
    rules.PORT_DOWN: Text(
        "端口不可用",
        "端口 {port} 没有可用的链路，或者已被关闭。它不参加生成树。",
    ),
    rules.LISTENS: Text(
        "端口开始侦听",
        "端口 {port} 以后要转发。在一个转发延迟里它只侦听，让其他交换机的旧消息先消失。",
    ),
    rules.LEARNS: Text(
        "端口开始学习",
        "端口 {port} 从现在起学习 MAC 地址。它还不转发帧，这样以后泛洪的帧会少些。",
    ),
    rules.FORWARDS_AFTER_DELAY: Text(
        "等待之后开始转发",
        "端口 {port} 等待的时间足够长，没有听到更好的途径。从现在起它转发帧。",
    ),
    rules.ROOT_FORWARDS: Text(
        "根端口立即转发",
        "本交换机最近没有别的端口当过根端口，所以不会因它形成环路。根端口 {port} 不用等待就转发。",
    ),
    rules.AGREED_FORWARDS: Text(
        "邻居同意，立即转发",
        "链路另一端的交换机已经同意。端口 {port} 不用等待就转发。",
    ),
    rules.EDGE_FORWARDS: Text(
        "边缘端口立即转发",
        "边缘端口 {port} 后面没有交换机，所以不会因它形成环路。它不用等待就转发。",
    ),
    rules.DISCARDS_FOR_SYNC: Text(
        "端口为同意而停止",
        "交换机要同意一个提议。在端口 {port} 的邻居也同意之前，这个端口不转发。",
    ),
    rules.DISCARDS_FOR_REROOT: Text(
        "原根端口停止转发",
        "现在另一个端口是根端口，而端口 {port} 刚才还是根端口。两者不能同时转发，所以端口 {port} 暂时停止。",
    ),
    rules.DISCARDS_DISPUTED: Text(
        "有争议的端口停止",
        "端口 {port} 的邻居似乎听不到本交换机。两边可能都转发，所以端口停止。",
    ),
    rules.SWITCHED_OFF: Text(
        "生成树在此结束",
        "命令结束这台交换机上的生成树。它的所有端口都转发；如果网络里有环路，环路就闭合了。",
    ),
    rules.RELAYS_NOTHING: Text(
        "端口不转发",
        "生成树不让端口 {port} 转发。交换机把帧丢弃，避免形成环路。",
    ),
    rules.AUTO_EDGE: Text(
        "无人应答：边缘端口",
        "端口 {port} 上没有交换机应答提议。端口把自己当作边缘端口。",
    ),
    rules.EDGE_LOST: Text(
        "边缘端口收到 BPDU",
        "边缘端口 {port} 收到 BPDU，说明后面有交换机。它不再是边缘端口。",
    ),
    rules.BPDU_GUARD: Text(
        "BPDU 防护关闭端口",
        "端口 {port} 收到 BPDU，而 BPDU 防护不允许那里有交换机。端口被关闭，直到有人重新打开它。",
    ),
    rules.ROOT_GUARD: Text(
        "根防护阻塞端口",
        "端口 {port} 后面的交换机说 {root} 是根。根防护不允许根在那里，所以只要对方这样说，端口就阻塞。",
    ),
    rules.SELECTS_STP: Text(
        "邻居只懂 STP",
        "端口 {port} 收到 STP 的 BPDU。旧交换机不懂 RSTP，所以从现在起在那里使用 STP。",
    ),
    rules.CHECKS_RSTP: Text(
        "端口再试 RSTP",
        "端口 {port} 发送几秒 RSTP，看链路上的交换机是否都懂。",
    ),
    rules.TC_DETECTED: Text(
        "树发生了变化",
        "端口 {port} 开始转发，现在可能要走另一条路才能到达站点。所有交换机都要忘记学到的内容。",
    ),
    rules.TC_DETECTED_CLASSIC: Text(
        "树发生了变化",
        "端口 {port} 开始或停止转发，现在可能要走另一条路才能到达站点。要由根告诉所有交换机。",
    ),
    rules.TCN_RECEIVED: Text(
        "下游发来通知",
        "端口 {port} 后面的交换机发现树发生了变化。本交换机把通知传向根，并作出确认。",
    ),
    rules.FLUSHED: Text(
        "树变化，删除表项",
        "树发生了变化，{mac} 可能不再在端口 {port} 后面。交换机删除这一行，以后重新学习。",
    ),
    rules.AGES_QUICKLY: Text(
        "很快忘记站点",
        "树发生了变化。站点沉默的时间达到 {ns}，交换机就忘记它。",
    ),
    rules.AGES_AS_USUAL: Text(
        "恢复通常老化时间",
        "树的变化已经结束。沉默的站点又按通常的时间保留。",
    ),
    rules.SENT_HELLO: Text(
        "定期的 BPDU",
        "Hello 时间到了。端口 {port} 再次说明本交换机所知的树。",
    ),
    rules.SENT_NEWS: Text(
        "带有新消息的 BPDU",
        "本交换机在端口 {port} 上给出的信息变了。它立即告诉邻居。",
    ),
    rules.SENT_PROPOSAL: Text(
        "端口提议转发",
        "端口 {port} 是指定端口，但还没有转发。它请另一端的交换机同意，这样就不必等待。",
    ),
    rules.SENT_AGREEMENT: Text(
        "交换机同意",
        "其他端口都已同步，所以不会经过本交换机形成环路。端口 {port} 告诉交换机 {bridge}：它可以转发。",
    ),
    rules.SENT_TC: Text(
        "传递变化的消息",
        "端口 {port} 告诉邻居：树发生了变化。",
    ),
    rules.SENT_TCN: Text(
        "发给根的通知",
        "树发生了变化，只有根能告诉所有交换机。端口 {port} 向根发出通知，反复发送直到得到确认。",
    ),
    rules.SENT_RELAYED: Text(
        "传递根的消息",
        "从根的方向来了 BPDU。端口 {port} 加上本交换机的开销，把内容传下去。",
    ),
    rules.SENT_REPLY: Text(
        "答复较差的 BPDU",
        "端口 {port} 的链路上有交换机给出较差的信息。指定端口用正确的信息答复。",
    ),
    rules.TIMER_STARTED: Text(
        "启动生成树定时器",
        "交换机启动{timer}：{ns}。",
    ),
    rules.TIMER_STOPPED: Text(
        "停止生成树定时器",
        "交换机停止{timer}，因为不再需要它。",
    ),
}
