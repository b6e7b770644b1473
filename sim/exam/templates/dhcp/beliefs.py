"""What learners believe about DHCP."""

from sim.exam.question import Misconception

T1_IS_LEASE = Misconception(
    "dhcp.t1-is-lease",
    {"en": "T1 is the end of the lease.", "zh": "T1 就是租期结束。"},
    {
        "en": "The client renews long before the end: T1 is half of the lease.",
        "zh": "客户端早在结束之前就续租：T1 是租期的一半。",
    },
)
T2_IS_LEASE = Misconception(
    "dhcp.t2-is-lease",
    {"en": "T2 is the end of the lease.", "zh": "T2 就是租期结束。"},
    {
        "en": "At T2, seven eighths of the lease, the client asks any server. The lease ends later.",
        "zh": "T2 是租期的八分之七，此时客户端向任何服务器请求，租期之后才结束。",
    },
)
T2_THREE_QUARTERS = Misconception(
    "dhcp.t2-three-quarters",
    {"en": "T2 is three quarters of the lease.", "zh": "T2 是租期的四分之三。"},
    {"en": "T2 is seven eighths of the lease.", "zh": "T2 是租期的八分之七。"},
)
HAS_ADDRESS = Misconception(
    "dhcp.has-address-already",
    {"en": "The client uses the offered address at once.", "zh": "客户端立刻使用被提供的地址。"},
    {
        "en": "Until the ACK the client has no address, so it writes 0.0.0.0 as the source.",
        "zh": "收到 ACK 之前客户端没有地址，所以源地址写 0.0.0.0。",
    },
)
KNOWS_SERVER = Misconception(
    "dhcp.knows-server",
    {"en": "The client sends its message to the server alone.", "zh": "客户端只把报文发给服务器。"},
    {
        "en": "The message is for all servers: it is broadcast, also the request, so that others hear who was chosen.",
        "zh": "报文发给所有服务器：请求也用广播，让其他服务器知道选了谁。",
    },
)
ALWAYS_ZEROS = Misconception(
    "dhcp.always-zeros",
    {"en": "Every request comes from 0.0.0.0.", "zh": "每个请求的源地址都是 0.0.0.0。"},
    {
        "en": "The lease is not over, so {client} has {address} and writes it as the source.",
        "zh": "租期还没有结束，{client} 拥有 {address}，把它写作源地址。",
    },
)
ALWAYS_BROADCAST = Misconception(
    "dhcp.always-broadcast",
    {"en": "Every request is broadcast.", "zh": "每个请求都是广播。"},
    {
        "en": "At T1 {client} knows who has leased it the address, and asks {server} alone.",
        "zh": "到 T1 时 {client} 知道是谁租给它地址的，只询问 {server}。",
    },
)
WAITS_FOR_SERVER = Misconception(
    "dhcp.waits-for-its-server",
    {"en": "Only the server that gave a lease can prolong it.", "zh": "只有租出地址的服务器才能延长租期。"},
    {
        "en": "{server} has not answered. At T2 {client} asks every server, by broadcast.",
        "zh": "{server} 没有回答。到 T2 时 {client} 用广播询问所有服务器。",
    },
)
FIRST_SERVER = Misconception(
    "dhcp.not-the-first",
    {"en": "The server with the lowest address is chosen.", "zh": "地址最小的服务器被选中。"},
    {
        "en": "The request names {chosen} as its server. {node} hears it, and takes its offer back.",
        "zh": "请求中写明服务器是 {chosen}。{node} 听到后撤回自己的 OFFER。",
    },
)
