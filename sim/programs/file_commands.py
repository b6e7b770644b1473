"""``cat``, ``ls``, ``pwd`` and ``hostname``: a host's files and its name, as coreutils and Linux print them."""

import posixpath
import re
from calendar import month_abbr, monthrange
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sim.command import IP_DEVICES, Command, CommandLine, Device
from sim.device.interface import Interface
from sim.ip.names.resolver import Resolver
from sim.kernel import SECOND
from sim.programs.files import HOME, FileSystem, system_files
from sim.shell.application import Processes

_YEAR = 2026
_WIDTH = 80
"""Columns of the terminal that ``ls`` prints for."""
_BLOCK = 4096
"""Octets of a block of the disk, which a folder has one of."""
_PLAIN_NAME = re.compile(r"[\w@%+=:,./~^{}\[\]-]+")


class FileDevice(Device, Protocol):
    """What these commands see of their device."""

    name: str

    @property
    def processes(self) -> Processes: ...
    @property
    def names(self) -> Resolver: ...
    @property
    def interfaces(self) -> Mapping[str, Interface]: ...


class CatOptions(NamedTuple):
    files: tuple[str, ...] = ()
    numbered: bool = False


class LsOptions(NamedTuple):
    paths: tuple[str, ...] = ()
    long: bool = False
    everything: bool = False
    one_a_line: bool = False


class HostnameOptions(NamedTuple):
    addresses: bool = False


def _files_of(device: FileDevice) -> FileSystem:
    files = device.processes.files
    if files is None:
        return FileSystem(system_files(device.name, device.names))
    found = files()
    assert isinstance(found, FileSystem)
    return found


def _cat(device: FileDevice, options: CatOptions, text: str, cause: int) -> None:
    files, printed = _files_of(device), ""
    number, is_fresh = 0, True
    for name in options.files:
        path = files.at_home(name)
        found = files.file(path)
        if found is None or found.socket is not None:
            if found is not None:
                said = "No such device or address"
            else:
                said = "Is a directory" if files.is_folder(path) else "No such file or directory"
            printed += f"cat: {_quoted(name)}: {said}\n"
            continue
        for line in found.octets.decode(errors="replace").splitlines(keepends=True):
            if options.numbered and is_fresh:
                number += 1
                printed += f"{number:6}\t"
            printed += line
            is_fresh = line.endswith("\n")
    _print(device, printed, cause)


def _print(device: Device, text: str, cause: int) -> None:
    if text:
        device.output(text.removesuffix("\n"), cause)


def _ls(device: FileDevice, options: LsOptions, text: str, cause: int) -> None:
    files = _files_of(device)
    missing, single, folders = [], [], []
    for name in options.paths or (".",):
        path = files.at_home(name)
        if files.is_folder(path):
            folders.append((name, path))
        elif files.file(path) is not None:
            single.append((name, path))
        else:
            missing.append(f"ls: cannot access {_in_quotes(name)}: No such file or directory")
    lines = sorted(missing)
    lines += _listed(files, options, sorted(single))
    for number, (name, path) in enumerate(sorted(folders)):
        if single or number:
            lines.append("")
        if len(options.paths) > 1:
            lines.append(f"{_quoted(name)}:")
        found = [(each, posixpath.join(path, each)) for each in files.names_in(path)]
        if options.everything:
            found = [(".", path), ("..", posixpath.dirname(path)), *found]
        else:
            found = [each for each in found if not each[0].startswith(".")]
        if options.long:
            lines.append(f"total {sum(_blocks(files, path) for _, path in found)}")
        lines += _listed(files, options, found)
    _print(device, "\n".join(lines), cause)


def _listed(files: FileSystem, options: LsOptions, found: Sequence[tuple[str, str]]) -> list[str]:
    names = [_quoted(name) for name, _ in found]
    if any(name[0] in "'\"" for name in names) and not options.one_a_line:
        names = [name if name[0] in "'\"" else f" {name}" for name in names]
    if not options.long:
        return names if options.one_a_line else _in_columns(names)
    rows = [_long(files, path) for _, path in found]
    widths = [max(map(len, column)) for column in zip(*(row[1:5] for row in rows), strict=True)]
    return [
        f"{mode} {links:>{widths[0]}} {user:<{widths[1]}} {group:<{widths[2]}} {size:>{widths[3]}} {date} {name}"
        for (mode, links, user, group, size, date), name in zip(rows, names, strict=True)
    ]


def _long(files: FileSystem, path: str) -> tuple[str, str, str, str, str, str]:
    """Mode, links, user, group, size and date of a file or folder."""
    user = "user" if path == HOME or path.startswith(f"{HOME}/") else "root"
    found = files.file(path)
    if found is None:
        below = sum(files.is_folder(posixpath.join(path, each)) for each in files.names_in(path))
        mode = "drwxrwxrwt" if path == "/tmp" else "drwxr-xr-x"
        return mode, str(2 + below), user, user, str(_BLOCK), _date(0)
    user = "user" if path.startswith("/tmp/") else user
    mode = "-rw-r--r--" if found.socket is None else "srwxr-xr-x"
    return mode, "1", user, user, str(len(found.octets)), _date(found.written)


def _date(written: int) -> str:
    """When a file was written (ns of the simulation, which begins on January 1)."""
    days, seconds = divmod(written // SECOND, 24 * 3600)
    month = 1
    while month < 12 and days >= (length := monthrange(_YEAR, month)[1]):
        days -= length
        month += 1
    return f"{month_abbr[month]} {days + 1:2} {seconds // 3600:02}:{seconds // 60 % 60:02}"


def _blocks(files: FileSystem, path: str) -> int:
    """How much of the disk is taken, in units of 1024 octets."""
    found = files.file(path)
    size = _BLOCK if found is None else len(found.octets)
    return -(-size // _BLOCK) * (_BLOCK // 1024)


def _in_columns(names: list[str]) -> list[str]:
    """Names in as few lines as fit the terminal, sorted down the columns, two blanks between these."""
    for rows in range(1, len(names) + 1):
        columns = [names[at : at + rows] for at in range(0, len(names), rows)]
        widths = [max(map(len, column)) for column in columns]
        if rows == len(names) or sum(widths) + 2 * (len(widths) - 1) <= _WIDTH:
            return [
                "  ".join(
                    column[row].ljust(width) for column, width in zip(columns, widths, strict=True) if row < len(column)
                ).rstrip()
                for row in range(rows)
            ]
    return []


def _in_quotes(name: str) -> str:
    """A name in a message: always in quotes."""
    return name if name.startswith("'") else f"'{name}'"


def _quoted(name: str) -> str:
    """A name as a shell would take it back."""
    if _PLAIN_NAME.fullmatch(name):
        return name
    return f'"{name}"' if "'" in name and not re.search(r'["$`\\]', name) else "'" + name.replace("'", "'\\''") + "'"


def _pwd(device: Device, _: None, text: str, cause: int) -> None:
    device.output(HOME, cause)


def _hostname(device: FileDevice, options: HostnameOptions, text: str, cause: int) -> None:
    if not options.addresses:
        device.output(device.name, cause)
        return
    own = [each.address for interface in device.interfaces.values() for each in interface.addresses]
    device.output("".join(f"{address} " for address in own), cause)


def _read(line: CommandLine, known: Mapping[str, str], usage: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Letters behind a dash, which may stand together and anywhere, and all other words; ``--`` ends the letters."""
    found: dict[str, Any] = {}
    others: list[str] = []
    name, is_over = usage.split(maxsplit=1)[0], False
    for word in line.rest():
        if is_over or not word.startswith("-") or word == "-":
            others.append(word)
        elif word == "--":
            is_over = True
        else:
            for letter in word[1:]:
                if letter not in known:
                    raise line.too_short(f"{name}: invalid option -- '{letter}'", usage)
                found[known[letter]] = True
    return found, tuple(others)


_CAT = {"n": "numbered"}
_LS = {"l": "long", "a": "everything", "1": "one_a_line"}
_HOSTNAME = {"I": "addresses"}


def _parse_cat(line: CommandLine) -> CatOptions:
    found, files = _read(line, _CAT, "cat [-n] FILE ...")
    if not files or "-" in files:
        raise line.too_short("cat without a file prints what is typed, and nobody types here", "cat [-n] FILE ...")
    return CatOptions(files, **found)


def _parse_ls(line: CommandLine) -> LsOptions:
    found, paths = _read(line, _LS, "ls [-la1] [PATH ...]")
    return LsOptions(paths, **found)


def _parse_hostname(line: CommandLine) -> HostnameOptions:
    found, others = _read(line, _HOSTNAME, "hostname [-I]")
    if others:
        raise line.too_short("hostname: you must be root to change the host name", "a node's key gives it its name")
    return HostnameOptions(**found)


COMMANDS: tuple[Command[Any, Any], ...] = (
    Command(
        "cat",
        "cat [-n] FILE ...",
        "prints files of the device, such as `/etc/hosts`; `-n` with the numbers of the lines",
        IP_DEVICES,
        _parse_cat,
        _cat,
        elsewhere=("type", "more", "less", "head"),
        rank=70,
    ),
    Command(
        "ls",
        "ls [-la1] [PATH ...]",
        "the files of the device: `-l` with size and date, `-a` also names that begin with a dot, `-1` a name a line",
        IP_DEVICES,
        _parse_ls,
        _ls,
        elsewhere=("dir", "ll"),
        rank=70,
    ),
    Command("pwd", "pwd", "prints the folder where programs run", IP_DEVICES, lambda _: None, _pwd, rank=70),
    Command(
        "hostname",
        "hostname [-I]",
        "prints the name of the device; `-I` its addresses",
        IP_DEVICES,
        _parse_hostname,
        _hostname,
        rank=70,
    ),
)
