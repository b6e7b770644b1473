"""Open vSwitch in a folder of its own: the userspace datapath with dummy devices, in virtual time. It needs no rights.

Nothing of it is outside of the folder, and no frame leaves the processes that are started here.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.outside import need

SCHEMA = Path("/usr/share/openvswitch/vswitch.ovsschema")
_PATIENCE = "60"
"""Seconds until a command of Open vSwitch is given up."""


class Ovs:
    """A running Open vSwitch: :meth:`vsctl` changes it, :meth:`appctl` asks it, :meth:`warp` lets time pass."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._settings = {**os.environ, **dict.fromkeys(("OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR"), str(folder))}

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{Path(command[0]).name}.log").open("wb") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, cwd=self.folder, env=self._settings)

    def run(self, *command: str) -> str:
        """What a program prints; raises ``CalledProcessError`` where it fails."""
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=self.folder, env=self._settings)
        return done.stdout

    def vsctl(self, *words: str) -> str:
        """``ovs-vsctl``; it is over when the switch has done what is asked."""
        return self.run(need("ovs-vsctl"), "--db=unix:db.sock", f"--timeout={_PATIENCE}", *words)

    def appctl(self, *words: str) -> str:
        """``ovs-appctl``, to the switch."""
        return self.run(need("ovs-appctl"), f"--timeout={_PATIENCE}", "-t", str(self.folder / "switch.ctl"), *words)

    def warp(self, seconds: int, step: float = 0.5) -> None:
        """Let virtual time pass in steps; it stands still otherwise, from the first call on."""
        self.appctl("time/stop")
        self.appctl("time/warp", str(seconds * 1000), str(round(step * 1000)))


@contextmanager
def open_vswitch() -> Iterator[Ovs]:
    """Open vSwitch without a bridge, for as long as the block lasts."""
    server, switch, tool = need("ovsdb-server"), need("ovs-vswitchd"), need("ovsdb-tool")
    # The path of a UNIX socket has at most 107 octets.
    with tempfile.TemporaryDirectory(prefix="ovs") as name:
        ovs = Ovs(Path(name))
        ovs.run(tool, "create", "conf.db", str(SCHEMA))
        processes = [ovs.start(server, "--remote=punix:db.sock", f"--unixctl={name}/db.ctl", "conf.db")]
        try:
            ovs.vsctl("--retry", "--no-wait", "init")
            arguments = ("unix:db.sock", "--enable-dummy=override", "--disable-system", f"--unixctl={name}/switch.ctl")
            processes.append(ovs.start(switch, *arguments))
            # This one waits until the switch has read its configuration.
            ovs.vsctl("set", "open_vswitch", ".", "external_ids:test=started")
            yield ovs
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait()
