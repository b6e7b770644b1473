"""Open files that one program passes to another by a UNIX socket (SCM_RIGHTS of unix(7))."""

import array
from collections.abc import Iterable

from sim.programs.descriptors import Description
from sim.programs.process import Process
from sim.programs.surface.names import CONTROL_HEADER
from sim.transport.sockets import options
from sim.transport.sockets.errors import error
from sim.transport.sockets.options import MSG_CTRUNC

MOST = 253
"""Files in one message (SCM_MAX_FD)."""

Control = tuple[int, int, bytes]
"""What goes beside the data: level, type and octets."""


def files_of(process: Process, control: Iterable[Control]) -> tuple[Description, ...]:
    """The open files that a message carries. EBADF, EINVAL."""
    numbers = array.array("i")
    for level, kind, octets in control:
        if level != options.SOL_SOCKET:
            continue
        if kind != options.SCM_RIGHTS:
            raise error("EINVAL")
        numbers.frombytes(octets[: len(octets) - len(octets) % numbers.itemsize])
    if len(numbers) > MOST:
        raise error("EINVAL")
    files = tuple(process.descriptors.get(number) for number in numbers)
    for each in files:
        each.share()
    return files


def taken(process: Process, files: tuple[Description, ...], room: int) -> tuple[list[Control], int]:
    """What ``recvmsg`` tells of files that came: numbers for as many as there is room for, and MSG_CTRUNC."""
    numbers = array.array("i")
    most = max(room - CONTROL_HEADER, 0) // numbers.itemsize
    for each in files[:most]:
        numbers.append(process.descriptors.add(each.file, each))
    drop(process, files[most:])
    control = [(options.SOL_SOCKET, options.SCM_RIGHTS, numbers.tobytes())] if numbers else []
    return control, MSG_CTRUNC if most < len(files) else 0


def drop(process: Process, files: Iterable[Description]) -> None:
    """Nobody takes these."""
    for each in files:
        each.drop(process.last_record())
