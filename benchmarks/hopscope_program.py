"""The transfer in hopscope by an ordinary Python program on the simulated hosts: the bundled iperf."""

from collections.abc import Callable
from pathlib import Path

from benchmarks.hopscope_chain import RECORD_LIMIT, line
from benchmarks.hopscope_tcp import address_of, tcp
from benchmarks.work import Ran, Transfer, arguments, run_and_report, work_of
from sim.device.network import Network
from sim.kernel import SECOND
from sim.programs.launch import Programs
from sim.trace.records import CONSOLE
from sim.trace.trace import Trace

FILE = "iperf.py"
ENOUGH = 3600 * SECOND
"""The server waits for the next client for ever."""


def build(work: Transfer) -> Callable[[], Ran]:
    trace = Trace(RECORD_LIMIT)
    net = Network(trace=trace)
    nodes = line(net, work, settings=tcp(work), queue=work.queue)
    text = (Path(__file__).parents[1] / "scenarios" / "programs" / FILE).read_text(encoding="utf-8")
    programs = Programs(net, nodes, {FILE: text})
    net.start()
    server = nodes[-1]
    client = ("-c", str(address_of(server)), "-n", str(work.octets))
    net.at(0, lambda: programs.start(server, FILE, ("-s",)))
    net.at(SECOND, lambda: programs.start(nodes[0], FILE, client))

    def run() -> Ran:
        net.run(ENOUGH)
        received = server.tables[CONSOLE][1].text  # "received … octets in …", after "waiting on port …"
        return Ran(int(received.split()[1]), net.kernel.now, trace)

    return run


if __name__ == "__main__":
    run_and_report(work_of(Transfer, arguments(Transfer).parse_args()), build)
