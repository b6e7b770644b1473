"""A seccomp filter: the system calls that a simulation needs, and no other (see seccomp(2) and bpf(4)).

No socket, no other program, no other process, no change of a file: what is not listed fails with EPERM.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_PR_GET_SECCOMP, _PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 21, 22, 2
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _JUMP_EQUAL, _JUMP_AT_LEAST, _JUMP_SET, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARGUMENTS = 0, 4, 16
"""Offsets in ``struct seccomp_data``; of an argument the lower half is looked at."""
_X32 = 0x40000000

_CLONE_THREAD = 0x10000
_AF_UNIX = 1
_IOCTLS = (
    0x5401, 0x5402, 0x5403, 0x5404, 0x540F, 0x5411, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451,
    0x802C542A, 0x402C542B, 0x402C542C, 0x402C542D,
)  # fmt: skip
"""Modes and size of a terminal, what waits in a pipe, flags; not TIOCSTI, which types at the terminal."""
_PRCTLS = (15, 16, 0x53564D41)
"""Names of threads and of memory."""


class _Architecture(NamedTuple):
    """``audit`` is what the kernel calls it, ``calls`` the numbers of the calls that are allowed as they are."""

    audit: int
    calls: tuple[int, ...]
    clone: int
    ioctl: int
    kill: tuple[int, ...]
    prctl: int
    prlimit: int
    socketpair: int


_ARCHITECTURES = {
    "x86_64": _Architecture(
        0xC000003E,
        (
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25, 27, 28, 32, 33,
            34, 35, 36, 37, 38, 39, 44, 45, 46, 47, 48, 51, 52, 54, 55, 60, 63, 72, 74, 75, 77, 78, 79, 89, 96, 97,
            98, 99, 100, 102, 104, 107, 108, 110, 111, 131, 158, 186, 201, 202, 204, 217, 218, 219, 228, 229, 230,
            231, 232, 233, 257, 262, 267, 269, 270, 271, 273, 274, 281, 290, 291, 292, 293, 318, 324, 332, 334, 439,
            441,
        ),
        clone=56, ioctl=16, kill=(62, 234), prctl=157, prlimit=302, socketpair=53,
    ),
    "aarch64": _Architecture(
        0xC00000B7,
        (
            17, 19, 20, 21, 22, 23, 24, 25, 46, 48, 56, 57, 59, 61, 62, 63, 64, 65, 66, 67, 68, 72, 73, 78, 79, 80,
            82, 83, 93, 94, 96, 98, 99, 100, 101, 102, 103, 113, 114, 115, 123, 124, 128, 132, 134, 135, 139, 153,
            160, 163, 165, 169, 172, 173, 174, 175, 176, 177, 178, 179, 204, 205, 206, 207, 208, 209, 210, 211, 212,
            214, 215, 216, 222, 226, 232, 233, 278, 283, 291, 293, 439, 441,
        ),
        clone=220, ioctl=29, kill=(129, 131), prctl=167, prlimit=261, socketpair=199,
    ),
}  # fmt: skip
"""read, write, memory, time, signals to itself, threads, waiting for descriptors, looking at files and opening them."""
_CLONE3 = 435


class _Instruction(NamedTuple):
    """``struct sock_filter``."""

    code: int
    if_true: int
    if_false: int
    value: int


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def is_available() -> bool:
    """Whether the kernel takes filters, and the numbers of its calls are known here."""
    if platform.machine() not in _ARCHITECTURES:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    # A filter at address 0 is a bad address where filters are known, and a bad argument where they are not.
    return libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, None, 0, 0) < 0 and ctypes.get_errno() == errno.EFAULT


def restrict() -> None:
    """Allow this thread, and those that it starts, nothing else from now on. Raises ``OSError``.

    The process must have given up new privileges before.
    """
    octets = b"".join(struct.pack("=HBBI", *each) for each in _filter(_ARCHITECTURES[platform.machine()], os.getpid()))
    buffer = ctypes.create_string_buffer(octets, len(octets))
    program = _Program(len(octets) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _filter(machine: _Architecture, pid: int) -> Iterator[_Instruction]:
    yield _Instruction(_LOAD, 0, 0, _ARCH)
    yield _Instruction(_JUMP_EQUAL, 1, 0, machine.audit)
    yield _Instruction(_RETURN, 0, 0, _KILL)
    yield _Instruction(_LOAD, 0, 0, _NUMBER)
    yield _Instruction(_JUMP_AT_LEAST, 0, 1, _X32)
    yield _Instruction(_RETURN, 0, 0, _ERRNO | errno.EPERM)
    for number in machine.calls:
        yield _Instruction(_JUMP_EQUAL, 0, 1, number)
        yield _Instruction(_RETURN, 0, 0, _ALLOW)
    yield _Instruction(_JUMP_EQUAL, 0, 1, _CLONE3)
    yield _Instruction(_RETURN, 0, 0, _ERRNO | errno.ENOSYS)  # then the C library takes clone
    yield from _with_argument(machine.clone, 0, _JUMP_SET, (_CLONE_THREAD,))
    yield from _with_argument(machine.ioctl, 1, _JUMP_EQUAL, _IOCTLS)
    for number in machine.kill:
        yield from _with_argument(number, 0, _JUMP_EQUAL, (pid,))
    yield from _with_argument(machine.prctl, 0, _JUMP_EQUAL, _PRCTLS)
    yield from _with_argument(machine.prlimit, 0, _JUMP_EQUAL, (0,))
    yield from _with_argument(machine.socketpair, 0, _JUMP_EQUAL, (_AF_UNIX,))
    yield _Instruction(_RETURN, 0, 0, _ERRNO | errno.EPERM)


def _with_argument(number: int, argument: int, test: int, values: Sequence[int]) -> Iterator[_Instruction]:
    """A call that is allowed if one of its arguments is, or has in it, one of the values."""
    yield _Instruction(_JUMP_EQUAL, 0, 2 * len(values) + 2, number)
    yield _Instruction(_LOAD, 0, 0, _ARGUMENTS + 8 * argument)
    for value in values:
        yield _Instruction(test, 0, 1, value)
        yield _Instruction(_RETURN, 0, 0, _ALLOW)
    yield _Instruction(_RETURN, 0, 0, _ERRNO | errno.EPERM)
