"""Landlock: a process gives up its access to files for good (the kernel's userspace-api/landlock)."""

import ctypes
import os
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_CREATE_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_DIR = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
"""How many rights to files there are, from each ABI on: execute, write, read, and so on up to ``ioctl`` of devices."""
_NET_RIGHTS = 0b11
"""To bind and to connect TCP ports, from ABI 4 on."""
_SCOPES = 0b11
"""Abstract sockets of AF_UNIX, and signals, of processes outside; from ABI 6 on."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The version that the kernel has; 0 where it has none, or where it is switched off."""
    try:
        return max(0, _call(_CREATE_RULESET, None, 0, _CREATE_RULESET_VERSION))
    except OSError:
        return 0


def read_only(paths: Iterable[str]) -> None:
    """Let this process read what is beneath the paths, and nothing else; no file can be written. Raises ``OSError``.

    The process must have given up new privileges before. Files that are open stay open.
    """
    version = abi()
    handled = (1 << max(count for since, count in _FILE_RIGHTS.items() if since <= version)) - 1
    rules = _Ruleset(handled, _NET_RIGHTS if version >= 4 else 0, _SCOPES if version >= 6 else 0)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(rules), size, 0)
    try:
        for path in paths:
            _allow(ruleset, path)
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # what is not there need not be read
    try:
        rights = _READ_FILE | (_READ_DIR if os.path.isdir(path) else 0)
        rule = _PathBeneath(rights, parent)
        _call(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)


def _call(number: int, *arguments: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    result: int = libc.syscall(number, *arguments)
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
