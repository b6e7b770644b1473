"""CPython's own tests on a simulated host: ``python -m benchmarks.hopscope_cpython TEST-MODULE FOLDER``.

Prints what the program prints, as it does.
"""

import sys
from pathlib import Path

from sim.addresses import InterfaceAddress
from sim.assembly.ip_node import IpNode
from sim.assembly.settings import InterfacePlan
from sim.device.network import Network
from sim.kernel import SECOND
from sim.programs.launch import Programs
from sim.programs.rows import PROGRAMS, Status
from sim.settings import NodeSettings
from sim.trace.records import CONSOLE

FILE = "cpython_program.py"
PATIENCE = 700 * SECOND
"""How long a test may say nothing: it waits for ever."""


def main(module: str, folder: str) -> None:
    net = Network(seed=1)
    interface = InterfacePlan("eth0", (InterfaceAddress.parse("10.0.0.1/24"),), net.mac_for("host", "eth0"))
    host = IpNode("host", net.kernel, net.trace, 1, (interface,), (), NodeSettings())
    net.add(host)
    sources = {FILE: Path(__file__).with_name(FILE).read_text(encoding="utf-8")}
    sources["done.txt"] = Path(folder, "done.txt").read_text(encoding="utf-8")
    programs = Programs(net, [host], sources)
    net.start()
    net.at(0, lambda: programs.start(host, FILE, (module,)))
    printed, spoke = -1, 0
    while net.kernel.now - spoke < PATIENCE:
        net.run(net.kernel.now + SECOND)
        for number, line in host.tables[CONSOLE].items():
            if number > printed:
                print(line.text, flush=True)
                printed, spoke = number, net.kernel.now
        if host.tables[PROGRAMS][1].status is not Status.RUNNING:
            return


if __name__ == "__main__":
    main(*sys.argv[1:])
