"""NSD with the zone of the tests, on the loopback interface of this machine."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dns.message
import pytest

from tests.dns.zones import ORIGIN, ZONE
from tests.outside import need

HEAD = """
server:
  ip-address: {address}
  username: ""
  chroot: ""
  database: ""
  zonesdir: "{folder}"
  pidfile: "{folder}/pid"
  xfrdfile: "{folder}/xfrd"
  zonelistfile: "{folder}/zones"
  logfile: "{folder}/log"
  rrl-ratelimit: 0
  {more}
remote-control:
  control-enable: no
"""
"""The configuration of an NSD that keeps its files in a folder, but for its zones."""
_ZONE = """
zone:
  name: {origin}
  zonefile: zone
"""
PATIENCE = 20


@contextmanager
def running(folder: Path) -> Iterator[socket.socket]:
    """A socket that is connected to NSD, which keeps its files in a folder."""
    program = need("nsd")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "zone").write_text(ZONE)
    head = HEAD.format(address=f"127.0.0.1@{port}", folder=folder, more="minimal-responses: yes")
    (folder / "conf").write_text(head + _ZONE.format(origin=ORIGIN))
    with subprocess.Popen([program, "-d", "-c", folder / "conf"], stderr=subprocess.DEVNULL) as process:
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
                asking.connect(("127.0.0.1", port))
                _wait(asking, folder)
                yield asking
        finally:
            process.terminate()


def _wait(asking: socket.socket, folder: Path) -> None:
    asking.settimeout(0.2)
    for _ in range(5 * PATIENCE):
        try:
            asking.send(dns.message.make_query(ORIGIN, "SOA", id=0).to_wire())
            asking.recv(65535)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"nsd does not answer: {(folder / 'log').read_text()}")
