"""主机上的程序：开始、结束，以及各次调用的结果。"""

from sim.programs import rules
from sim.why import Rule, Text

TEXTS: dict[Rule, Text] = {
    rules.STARTED: Text(
        "启动程序",
        "主机启动程序 {file}。",
    ),
    rules.ENDED: Text(
        "程序结束",
        "程序 {file} 以退出状态 {status} 结束。它还开着的套接字和文件由主机关闭。",
    ),
    rules.FAILED: Text(
        "异常使程序结束",
        "程序 {file} 因没有捕获 {error} 而结束。它还开着的套接字和文件由主机关闭。",
    ),
    rules.STOPPED: Text(
        "程序不停运行",
        "程序 {file} 在第 {line} 行被停止：它走了 {limit} 步，其间时间没有前进。从不等待的循环永远不会结束。",
    ),
    rules.FILE_WRITTEN: Text("程序写入文件", "程序 {file} 写入 {path}。文件现在有 {octets} 个字节。"),
    rules.FILE_REMOVED: Text("程序删除文件", "程序 {file} 删除 {path}，或给该文件改名。"),
    rules.THREAD_ENDED: Text(
        "线程结束",
        "线程 {thread} 运行到了末尾。",
    ),
    rules.CALL_ENTERED: Text(
        "程序调用主机",
        "{file} 第 {line} 行调用 {call}。",
    ),
    rules.CALL_BLOCKED: Text(
        "调用必须等待",
        "主机还不能答复 {call}。线程 {thread} 等待，有了答复再继续。",
    ),
    rules.CALL_RETURNED: Text(
        "调用返回",
        "{call} 返回 {result}，程序继续运行。",
    ),
    rules.CALL_RAISED: Text(
        "调用失败",
        "{call} 失败，引发 {error}。",
    ),
    rules.LOOP_READS_END: Text(
        "循环不停读到结尾",
        "{file} 第 {line} 行不停地从已关闭的连接读到 b''：对方不再发送，所以 {call} 每次都立即返回。"
        "程序应当发现 b'' 并关闭自己这一侧。",
    ),
    rules.LOOP_ASKS: Text(
        "循环不停询问",
        "{file} 第 {line} 行不停地询问：{call} 每次都一无所获。改用会等待的调用，就能等到要来的数据。",
    ),
    rules.LOOP_FAILS: Text(
        "循环不停失败",
        "{file} 第 {line} 行不停地失败：{call} 每次都引发 {error}，而程序若无其事地继续。",
    ),
    rules.LOOP_PRINTS: Text(
        "循环不停打印",
        "{file} 第 {line} 行不停地打印：已有 {lines} 行，其间没有一次会等待的调用。",
    ),
    rules.LOOP_OVER: Text(
        "循环不再空转",
        "线程 {thread} 不再徒劳。",
    ),
    rules.LINE_TYPED: Text(
        "有人输入一行",
        "有人为程序 {file} 输入“{line}”，然后按回车。",
    ),
    rules.INPUT_ENDED: Text(
        "输入结束",
        "不再有人为程序 {file} 输入：它的标准输入到了结尾。",
    ),
    rules.NOBODY_READS: Text(
        "没有程序读取输入",
        "有人输入“{line}”，但 {node} 上没有程序读取那里的输入。",
    ),
    rules.NOBODY_SEES_END: Text(
        "没有程序读取输入",
        "有人结束了输入，但 {node} 上没有程序读取那里的输入。",
    ),
    rules.NOBODY_OF_THAT_NAME: Text(
        "这个程序不读取输入",
        "有人为 {program} 输入“{line}”，但 {program} 不读取 {node} 上的输入[。读取输入的程序有：{readers}]。",
    ),
    rules.NO_INPUT_TO_END: Text(
        "这个程序不读取输入",
        "有人结束 {program} 的输入，但 {program} 不读取 {node} 上的输入[。读取输入的程序有：{readers}]。",
    ),
    rules.WAITS_FOR_DATA: Text(
        "程序在等数据",
        "直到结束，{file} 第 {line} 行仍在 {call} 中等待[：{peer} 不再发送]"
        "[；在那边，{other} 正在第 {other_line} 行的 {other_call} 中等待]。",
    ),
    rules.WAITS_FOR_PEER: Text(
        "程序在等对方",
        "直到结束，{file} 第 {line} 行仍在 {call} 中等待[：{peer} 不回答，或不再接收]"
        "[；在那边，{other} 正在第 {other_line} 行的 {other_call} 中等待]。",
    ),
    rules.WAITS_FOR_INPUT: Text(
        "程序在等一行输入",
        "直到结束，{file} 第 {line} 行仍在 {call} 中等待：没有人输入。",
    ),
    rules.ASKED_IN_VAIN: Text(
        "客户端请求的端口无人监听",
        "{src} 请求 {protocol} 端口 {port}，那里没有程序监听[：{elsewhere} 监听的是端口 {other_port}]"
        "[：{inside} 监听 {local}，只有同一设备上的程序能到达][：{bound} 把套接字绑定到了这个端口，但没有调用 listen]"
        "[：{other} 在这个端口上的是 {other_protocol} 套接字][：{ended} 已结束]。",
    ),
    rules.NEVER_ACCEPTS: Text(
        "程序从不接受连接",
        "端口 {port} 上有 {count} 个连接在等待 accept，而 {file} 从不调用它。",
    ),
    rules.OTHER_ORDER: Text(
        "数的字节顺序相反",
        "{file} 第 {line} 行接收或发送的长度是 {value}。四个字节的顺序颠倒过来就是 {number}：网络字节序把最高的字节放在"
        "最前面。",
    ),
    rules.WAITS_FOR_THREADS: Text(
        "线程互相等待",
        "直到结束，{file} 第 {line} 行仍在 {call} 中等待：线程 {thread} 在等别的线程。"
        "这个程序的所有线程都这样等着，谁也无法继续。",
    ),
}
