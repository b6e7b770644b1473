"""Make TAP devices in the network namespace that this process was started in, and keep both until told to stop.

Run by linux.py under ``unshare --net``. Arguments are the number of a socket and the devices' names. The devices'
file descriptors go out through the socket, with its process id; at the end of the standard input the process ends,
and with it the namespace and all that was made in it.
"""

import fcntl
import os
import socket
import struct
import sys
from pathlib import Path

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 2, 0x1000


def tap(name: str) -> int:
    descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(descriptor, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TAP | IFF_NO_PI))
    return descriptor


def main() -> None:
    number, *names = sys.argv[1:]
    quiet = Path("/proc/sys/net/ipv6/conf/default/disable_ipv6")
    if quiet.exists():
        quiet.write_text("1", encoding="ascii")
    with socket.socket(fileno=int(number)) as outside:
        socket.send_fds(outside, [str(os.getpid()).encode()], [tap(name) for name in names])
    sys.stdin.read()


main()
