"""What no simulated host has, and what to use instead: told at the line of the program that asks for it."""

from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any, NoReturn

_ALONE = "a simulated host runs each program as one process"
_THREADS = f"{_ALONE}; use threads instead: threading.Thread(target=...).start()"
_POOL = f"{_ALONE}; use concurrent.futures.ThreadPoolExecutor instead"
_MIXIN = f"{_ALONE}; use socketserver.ThreadingMixIn instead"
_COMMANDS = "a program on a simulated host starts no commands; let an action of the scenario type the command instead"
_TLS = "connections of simulated hosts are not encrypted; use plain sockets and http:// instead"
_SIGNALS = "no signal is ever sent on a simulated host; use threading.Timer or settimeout() instead"
_FILES = "a simulated host has plain files only; use open() instead"
_TERMINAL = "the console of a simulated host is no terminal; use print() and input() instead"
_MEMORY = "a program on a simulated host sees nothing of the machine that runs hopscope"
_PACKAGES = "a simulated host has Python's own library and the modules beside the scenario, and no other packages"

MODULES: Mapping[str, str] = {
    "multiprocessing": _THREADS,
    **dict.fromkeys(("ssl",), _TLS),
    **dict.fromkeys(("ctypes", "resource", "grp", "pwd", "syslog"), _MEMORY),
    **dict.fromkeys(("mmap", "sqlite3", "dbm"), _FILES),
    **dict.fromkeys(("curses", "msvcrt", "pty", "readline", "termios", "tkinter", "tty"), _TERMINAL),
    "requests": f"{_PACKAGES}; use urllib.request instead",
    **dict.fromkeys(
        ("aiohttp", "flask", "matplotlib", "netifaces", "numpy", "pandas", "paramiko", "psutil", "scapy", "websocket",
         "websockets"),
        _PACKAGES,
    ),
}  # fmt: skip
"""Why a module cannot be imported, by its name; its parts neither."""

_EXEC = ("execl", "execle", "execlp", "execlpe", "execv", "execve", "execvp", "execvpe")
_SPAWN = ("posix_spawn", "posix_spawnp", "spawnl", "spawnle", "spawnlp", "spawnlpe", "spawnv", "spawnve", "spawnvp",
          "spawnvpe")  # fmt: skip

_NAMES: Mapping[str, Mapping[str, str]] = {
    "os": {
        **dict.fromkeys(("fork", "forkpty", "wait", "wait3", "wait4", "waitid"), _THREADS),
        **dict.fromkeys(("system", "popen", *_EXEC, *_SPAWN), _COMMANDS),
        **dict.fromkeys(("kill", "killpg"), _SIGNALS),
    },
    "signal": dict.fromkeys(("alarm", "pause", "pthread_kill", "setitimer", "sigwait"), _SIGNALS),
    "socketserver": dict.fromkeys(("ForkingMixIn", "ForkingTCPServer", "ForkingUDPServer"), _MIXIN),
    "http.client": {"HTTPSConnection": _TLS},
    "urllib.request": {"HTTPSHandler": _TLS},
    "smtplib": {"SMTP_SSL": _TLS},
    "ftplib": {"FTP_TLS": _TLS},
    "imaplib": {"IMAP4_SSL": _TLS},
    "poplib": {"POP3_SSL": _TLS},
}
"""Why a module of the library has no such name."""

_CALLS: Mapping[str, Mapping[str, str]] = {
    "subprocess": dict.fromkeys(
        ("Popen", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "run"), _COMMANDS
    ),
    "asyncio.subprocess": dict.fromkeys(("create_subprocess_exec", "create_subprocess_shell"), _COMMANDS),
    "concurrent.futures.process": {"ProcessPoolExecutor": _POOL},
}
"""What the library has, and cannot do here."""


def no_module(name: str) -> str:
    """Python's words for a module that is not there, and what to use instead where that is known."""
    why = MODULES.get(name.partition(".")[0])
    return f"No module named {name!r}" + (f": {why}" if why else "")


def check_names(module: ModuleType, names: Iterable[str]) -> None:
    """Whether ``from`` can import these; ``ImportError`` for one that no host has."""
    known = _NAMES.get(module.__name__)
    for name in names if known else ():
        if known and name in known and name not in vars(module):
            raise ImportError(f"cannot import name {name!r} from {module.__name__!r}: {known[name]}")


def pool_module() -> ModuleType:
    """The module ``concurrent.futures.process``, which would need processes to be imported at all."""
    made = ModuleType("concurrent.futures.process")
    _refuse_calls(made)
    return made


def _refuse_calls(module: ModuleType) -> None:
    for name, why in _CALLS[module.__name__].items():
        vars(module)[name] = _refusing(f"{module.__name__}.{name}", why)


def _refusing(name: str, why: str) -> type:
    """A class that can be named, and be asked for in ``isinstance``, but makes nothing."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise NotImplementedError(f"{name}: {why}")

    return type(name.rpartition(".")[2], (), {"__new__": refuse, "__class_getitem__": classmethod(lambda cls, _: cls)})


def _explain_names(module: ModuleType) -> None:
    """Let the module say why it has no such name."""
    known = _NAMES[module.__name__]
    for name in known:
        vars(module).pop(name, None)

    def absent(name: str) -> NoReturn:
        why = f": {known[name]}" if name in known else ""
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}{why}")

    vars(module)["__getattr__"] = absent
    if module.__name__ == "urllib.request":
        _explain_https(module)


def _explain_https(module: ModuleType) -> None:
    unknown_open = module.UnknownHandler.unknown_open

    def explained(handler: Any, request: Any) -> Any:
        if request.type == "https":
            raise module.URLError(_TLS)
        return unknown_open(handler, request)

    module.UnknownHandler.unknown_open = explained


TOUCHES: Mapping[str, Callable[[ModuleType], None]] = {
    **dict.fromkeys(_NAMES, _explain_names),
    **dict.fromkeys((name for name in _CALLS if name != "concurrent.futures.process"), _refuse_calls),
}
"""The last touch for modules of the library, by their names."""
