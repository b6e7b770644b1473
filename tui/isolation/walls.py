"""The walls around a stranger's program: what protects this machine from it, and how a process puts them up."""

import ctypes
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import scenarios
import sim
import tui

MEMORY = 2 << 30
"""Octets."""
COMPUTING = 3600
"""Seconds of processor time."""
_WRITTEN = 4 << 30
"""Octets of one file: the capture that the user asked for is the only one."""
_DESCRIPTORS = 256
_PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE, _PR_SET_PDEATHSIG = 38, 4, 1

PROTECTION = (
    "They can read the folder of the scenario and Python's library. They cannot read anything else, write files, use "
    "the network, or start or reach other processes (Landlock, seccomp). Time, memory and output have limits."
)


def missing() -> str:
    """Why a program cannot be walled in on this machine; "" where it can."""
    if sys.platform != "linux":
        return "isolation needs Linux"
    from tui.isolation import landlock, seccomp  # noqa: PLC0415 - few commands need them

    if not landlock.abi():
        return "this kernel has no Landlock, or it is switched off (Linux 5.13 has it)"
    if not seccomp.is_available():
        return "this kernel takes no seccomp filters, or hopscope does not know this processor's system calls"
    return ""


def limit() -> None:
    """Limit this process's memory, files and processor time. Nothing raises the limits again."""
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    for kind, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, COMPUTING),
        (resource.RLIMIT_FSIZE, _WRITTEN),
        (resource.RLIMIT_NOFILE, _DESCRIPTORS),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (limit, limit))


def confine(*folders: Path | None) -> None:
    """Put up all walls around this process, for good; it can read the ``folders``. Raises ``OSError`` where one fails.

    The process is to have one thread only.
    """
    from tui.isolation import landlock, seccomp  # noqa: PLC0415

    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)  # nobody would look after what it leaves running
    landlock.read_only([*_library(), *(str(folder.resolve()) for folder in folders if folder is not None)])
    seccomp.restrict()


def _library() -> Iterator[str]:
    """Where Python's library, the packages beside it and this program are."""
    yield str(Path(os.__file__).parent)
    for package in (sim, tui, scenarios):
        yield from map(str, _places(package))
    yield from (path for path in sys.path if Path(path).name in ("site-packages", "dist-packages"))
    yield from _shared_libraries()


def _places(package: ModuleType) -> list[str]:
    return list(package.__path__)


def _shared_libraries() -> Iterator[str]:
    """The folders of the libraries in C that are in use: modules of Python bring in others from there."""
    yield "/etc/ld.so.cache"
    folders = set()
    with open("/proc/self/maps", encoding="utf-8", errors="replace") as maps:
        for line in maps:
            path = line.rstrip("\n").partition("/")[2]
            if path.endswith(".so") or ".so." in path:
                folders.add(os.path.dirname(f"/{path}"))
    yield from sorted(folders)
