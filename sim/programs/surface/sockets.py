"""The base class of a program's sockets: calls that wait, composed of the kernel's calls that do not."""

import errno
import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from sim.addresses import IPv4Address
from sim.features.unix.names import UnixName
from sim.features.unix.socket import LONGEST_NAME, UnixSocket, open_socket
from sim.programs.calls import Bearing, SystemCall, shown
from sim.programs.descriptors import Description
from sim.programs.process import Process
from sim.programs.rows import Vain
from sim.programs.surface import passing
from sim.programs.surface.arguments import bare, integer, native, octets_of, seconds_of, single
from sim.programs.surface.clock import nanoseconds
from sim.programs.surface.input_output import TO_READ, TO_WRITE, repeat, wait_until_ready
from sim.programs.surface.names import CONTROL_HEADER, Resolver
from sim.transport.sockets import options
from sim.transport.sockets.errors import error
from sim.transport.sockets.options import MSG_DONTWAIT, MSG_PEEK, MSG_TRUNC, MSG_WAITALL
from sim.transport.sockets.readiness import ERR, HUP
from sim.transport.sockets.socket import Message, Socket

Buffer = bytes | bytearray | memoryview
Result = TypeVar("Result")
PythonAddress = tuple[str, int] | str | bytes


class SocketBase:
    """What ``_socket.socket`` is to the library's class ``socket``; a subclass for each program names it."""

    __slots__ = ("_family", "_fd", "_hash", "_proto", "_timeout", "_type")
    _process: ClassVar[Process]
    _resolver: ClassVar[Resolver]

    def __init__(
        self,
        family: int = -1,
        type: int = -1,  # noqa: A002 - its name
        proto: int = -1,
        fileno: int | None = None,
    ) -> None:
        self._fd = -1
        process = self._process
        family, type, proto = integer(family), integer(type), integer(proto)  # noqa: A001
        if fileno is None:
            kind = options.SOCK_STREAM if type == -1 else type
            fileno = self._open(options.AF_INET if family == -1 else family, kind, max(proto, 0))
        elif integer(fileno) < 0:
            raise ValueError("negative file descriptor")
        kernel = process.descriptors.get(int(fileno)).file
        if not isinstance(kernel, Socket):
            raise OSError(errno.ENOTSOCK, "Socket operation on non-socket")
        self._fd = int(fileno)
        self._hash = kernel.number
        self._family = kernel.family if family == -1 else int(family)
        self._type = int(kernel.kind) if type == -1 else int(type) & ~options.KIND_FLAGS
        self._proto = kernel.protocol if proto == -1 else proto
        self._timeout = process.default_timeout
        if type != -1 and type & options.SOCK_NONBLOCK:
            self._timeout = 0.0
        if self._timeout is not None:
            self._description().is_blocking = False

    def _open(self, family: int, kind: int, proto: int) -> int:
        process = self._process
        text = f"socket({_FAMILIES.get(family, family)}, {_KINDS.get(kind & ~options.KIND_FLAGS, kind)})"
        with SystemCall(process, text) as call:
            if family == options.AF_UNIX:
                unix_names = process.files.socket_names
                kernel: Socket = open_socket(process.node, kind, proto, process.number, unix_names, cause=call.record)
            else:
                kernel = process.node.sockets.open(family, kind, proto, process.number, cause=call.record)
            fd = process.descriptors.add(kernel)
            call.socket = kernel.number
            call.returns(f"fd {fd}")
            return fd

    def __repr__(self) -> str:
        return f"<socket object, fd={self._fd}, family={self._family}, type={self._type}, proto={self._proto}>"

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other

    def __del__(self) -> None:
        if getattr(self, "_fd", -1) >= 0:
            self.close()

    # What it is

    family = property(lambda self: self._family)
    type = property(lambda self: self._type)
    proto = property(lambda self: self._proto)
    timeout = property(lambda self: self._timeout)

    @bare("socket.fileno")
    def fileno(self) -> int:
        return self._fd

    @bare("socket.detach")
    def detach(self) -> int:
        fd, self._fd = self._fd, -1
        return fd

    @bare("socket.gettimeout")
    def gettimeout(self) -> float | None:
        return self._timeout

    @single("socket.settimeout")
    def settimeout(self, value: float | None) -> None:
        self._set_timeout(None if value is None else seconds_of(value))

    @single("socket.setblocking")
    def setblocking(self, flag: bool) -> None:
        self._set_timeout(None if flag else 0.0)

    def _set_timeout(self, seconds: float | None) -> None:
        if seconds is not None and seconds < 0:
            raise ValueError("Timeout value out of range")
        self._description().is_blocking = seconds is None
        self._timeout = seconds

    @bare("socket.getblocking")
    def getblocking(self) -> bool:
        return self._timeout != 0

    @bare("socket.getsockname")
    def getsockname(self) -> PythonAddress | None:
        return _to_python(self._kernel().getsockname())

    @bare("socket.getpeername")
    def getpeername(self) -> PythonAddress | None:
        return _to_python(self._kernel().getpeername())

    # Setting up

    @single("socket.bind")
    def bind(self, address: Any, /) -> None:
        to = self._address("bind", address)
        self._at_once(f"bind({shown(address)})", lambda kernel, cause: kernel.bind(to, cause=cause))

    @native("|i:listen", owner="socket")
    def listen(self, backlog: int = 128, /) -> None:
        size = max(backlog, 0)
        self._at_once(f"listen({size})", lambda kernel, cause: kernel.listen(size, cause=cause))

    def setsockopt(self, *given: Any) -> None:
        """``(level, name, number)``, ``(level, name, octets)`` or ``(level, name, None, length)``."""
        value: int | bytes
        if len(given) == 4 and given[2] is None:
            value = bytes(integer(given[3]))
        elif len(given) != 3:
            raise TypeError(f"setsockopt() takes exactly 3 arguments ({len(given)} given)")
        else:
            is_number = isinstance(given[2], int) and -(2**31) <= given[2] < 2**31
            value = int(given[2]) if is_number else octets_of(given[2])
        level, name = integer(given[0]), integer(given[1])
        text = f"setsockopt({options.written(level, name)}, {shown(value)})"
        self._at_once(text, lambda kernel, cause: kernel.set_option(level, name, value, cause=cause))

    @native("ii|i:getsockopt", owner="socket")
    def getsockopt(self, level: int, name: int, length: int = 0, /) -> int | bytes:
        if not 0 <= length <= _LONGEST_OPTION:
            raise OSError("getsockopt buflen out of range")
        text = f"getsockopt({options.written(level, name)})"
        found = self._at_once(text, lambda kernel, cause: kernel.get_option(level, name, cause=cause))
        if not length:
            return found if isinstance(found, int) else int.from_bytes(found[:4], "little", signed=True)
        octets = found.to_bytes(4, "little", signed=True) if isinstance(found, int) else found
        return octets[:length]

    @single("socket.connect")
    def connect(self, address: Any, /) -> None:
        to = self._address("connect", address)
        with self._call(f"connect({shown(address)})") as (call, kernel):
            number = self._connect(call, kernel, to)
            if number == -1:
                raise TimeoutError("timed out")
            if number:
                raise error(errno.errorcode[number])
            call.bears(Bearing.BRINGS)

    @single("socket.connect_ex")
    def connect_ex(self, address: Any, /) -> int:
        to = self._address("connect_ex", address)
        with self._call(f"connect_ex({shown(address)})") as (call, kernel):
            number = self._connect(call, kernel, to)
            number = errno.EAGAIN if number == -1 else number
            call.returns(str(number))
            return number

    def _connect(self, call: SystemCall, kernel: Socket, to: tuple[IPv4Address, int] | UnixName) -> int:
        """Connect; the number of the error, 0 for none, -1 where the time is over."""
        number = _number_of_error(partial(kernel.connect, to, cause=call.record))
        while number == errno.EAGAIN and self._timeout is None and self._waits():
            wait_until_ready(call, kernel, TO_WRITE, None)  # a UNIX listener's queue is full
            number = _number_of_error(partial(kernel.connect, to, cause=call.record))
        # A call that may wait joins an attempt that is under way. With a time limit, Python does not let it.
        is_under_way = number == errno.EALREADY and self._timeout is None
        if not (number == errno.EINPROGRESS or is_under_way) or not self._waits():
            return number
        deadline = self._deadline()
        end = self._end_of_wait(kernel, TO_WRITE) if deadline is None else deadline
        while not kernel.events() & TO_WRITE:
            if not wait_until_ready(call, kernel, TO_WRITE, end):
                return number if deadline is None else -1
        if deadline is not None:
            # With a time limit Python asks for the error; the socket itself does not know that it has been told.
            return kernel.take_error(cause=call.record)
        return _number_of_error(partial(kernel.finish_connect, cause=call.record))

    @bare("socket._accept")
    def _accept(self) -> tuple[int, PythonAddress | None]:
        with self._call("accept()") as (call, kernel):
            new, address = self._repeat(call, kernel, lambda: kernel.accept(cause=call.record), TO_READ)
            fd = self._process.descriptors.add(new)
            peer = _to_python(address)
            call.returns(f"(fd {fd}, {peer!r})")
            return fd, peer

    @single("socket.shutdown")
    def shutdown(self, how: int, /) -> None:
        how = integer(how)
        self._at_once(f"shutdown({_HOW.get(how, how)})", lambda kernel, cause: kernel.shutdown(how, cause=cause))

    @bare("socket.close")
    def close(self) -> None:
        fd = self.detach()
        if fd >= 0 and self._process.is_running:
            kernel = self._process.descriptors.get(fd).file
            with SystemCall(self._process, "close()", kernel.number) as call:
                self._process.descriptors.close(fd, call.record)
                if kernel.is_closed and kernel.lingers_for:
                    call.wait(self._process.kernel.now + kernel.lingers_for, kernel.on_said_goodbye)

    # Sending

    @native("y|i:send", owner="socket")
    def send(self, data: bytes, flags: int = 0, /) -> int:
        with self._call(f"send({shown(data)})") as (call, kernel):
            count = self._send(call, kernel, data, flags)
            if not data:
                call.bears(Bearing.NONE)
            call.returns(str(count))
            return count

    @native("y|i:sendall", owner="socket")
    def sendall(self, data: bytes, flags: int = 0, /) -> None:
        with self._call(f"sendall({shown(data)})") as (call, kernel):
            deadline = self._deadline()
            rest = memoryview(data)
            while rest:
                rest = rest[self._send(call, kernel, bytes(rest), flags, deadline) :]

    def _send(self, call: SystemCall, kernel: Socket, octets: bytes, flags: int, deadline: int | None = None) -> int:
        """How many octets were taken: all, where the call itself waits. A later error is for the next call."""

        def attempt() -> int:
            if flags & options.MSG_MORE:
                kernel.say_more()
            return kernel.send(octets[taken:], cause=call.record)

        taken = 0
        taken = self._repeat(call, kernel, attempt, TO_WRITE, flags, deadline)
        while taken < len(octets) and self._timeout is None and not flags & MSG_DONTWAIT and self._waits():
            end = self._end_of_wait(kernel, TO_WRITE)
            if not kernel.events() & TO_WRITE and not wait_until_ready(call, kernel, TO_WRITE, end):
                break
            if kernel.events() & (ERR | HUP):
                break
            taken += attempt()
        return taken

    def sendto(self, *given: Any) -> int:
        """``(data, address)`` or ``(data, flags, address)``."""
        if not 2 <= len(given) <= 3:
            raise TypeError(f"sendto() takes 2 or 3 arguments ({len(given)} given)")
        octets, address = octets_of(given[0]), given[-1]
        flags = integer(given[1]) if len(given) == 3 else 0
        return self._send_to("sendto", octets, flags, address)

    def _send_to(self, name: str, octets: bytes, flags: int, address: Any) -> int:
        to = self._address(name, address)
        with self._call(f"sendto({shown(octets)}, {shown(address)})") as (call, kernel):

            def attempt() -> int:
                if flags & options.MSG_MORE:
                    kernel.say_more()
                return kernel.sendto(octets, to, cause=call.record)

            count = self._repeat(call, kernel, attempt, TO_WRITE, flags)
            call.returns(str(count))
            return count

    @native("O|OiO:sendmsg", owner="socket")
    def sendmsg(self, buffers: Any, control: Any = (), flags: int = 0, address: Any = None, /) -> int:
        octets = b"".join(map(octets_of, _iterated(buffers, "sendmsg() argument 1 must be an iterable")))
        items = [_control(item) for item in _iterated(control, "sendmsg() argument 2 must be an iterable")]
        if not items:
            return self.send(octets, flags) if address is None else self._send_to("sendmsg", octets, flags, address)
        if self._family == options.AF_UNIX:
            return self._send_files(octets, passing.files_of(self._process, items), flags, address)
        to = None if address is None else self._address("sendmsg", address)
        where = "" if address is None else f", {shown(address)}"
        with self._call(f"sendmsg({shown(octets)}{where})") as (call, kernel):
            assert not isinstance(to, UnixName), "items of such sockets are files"
            attempt = partial(kernel.sendmsg, octets, to, items, cause=call.record)
            count = self._repeat(call, kernel, attempt, TO_WRITE, flags)
            call.returns(str(count))
            return count

    def _send_files(self, octets: bytes, files: tuple[Description, ...], flags: int, address: Any) -> int:
        to = None if address is None else self._unix_name(address)
        with self._call(f"sendmsg({shown(octets)}, {len(files)} files)") as (call, kernel):
            assert isinstance(kernel, UnixSocket)
            send = kernel.send if to is None else partial(kernel.sendto, address=to)
            attempt = partial(send, octets, cause=call.record, files=files)
            try:
                count: int = self._repeat(call, kernel, attempt, TO_WRITE, flags)
            except OSError:
                passing.drop(self._process, files)
                raise
            if count < len(octets) and self._timeout is None and not flags & MSG_DONTWAIT and self._waits():
                count += self._send(call, kernel, octets[count:], flags)
            call.returns(str(count))
            return count

    # Receiving

    @native("n|i:recv", owner="socket")
    def recv(self, limit: int, flags: int = 0, /) -> bytes:
        return self._received("recv", limit, flags)[0] if limit else b""

    @native("n|i:recvfrom", owner="socket")
    def recvfrom(self, limit: int, flags: int = 0, /) -> tuple[bytes, PythonAddress | None]:
        data, message = self._received("recvfrom", limit, flags)
        return data, _to_python(message.address)

    @native("n|ni:recvmsg", owner="socket")
    def recvmsg(
        self, limit: int, room: int = 0, flags: int = 0, /
    ) -> tuple[bytes, list[passing.Control], int, PythonAddress | None]:
        if room < 0:
            raise ValueError("invalid ancillary data buffer length")
        data, message = self._received("recvmsg", limit, flags)
        control, told = self._beside(message, room)
        return data, control, told, _to_python(message.address)

    @native("w|ni:recv_into", "buffer", "nbytes", "flags", owner="socket")
    def recv_into(self, buffer: memoryview, limit: int = 0, flags: int = 0) -> int:
        if not limit and not memoryview(buffer).nbytes:
            return 0
        return self._received_into("recv_into", [buffer], limit, flags)[0]

    @native("w|ni:recvfrom_into", "buffer", "nbytes", "flags", owner="socket")
    def recvfrom_into(self, buffer: memoryview, limit: int = 0, flags: int = 0) -> tuple[int, PythonAddress | None]:
        count, message = self._received_into("recvfrom_into", [buffer], limit, flags)
        return count, _to_python(message.address)

    @native("O|ni:recvmsg_into", owner="socket")
    def recvmsg_into(
        self, buffers: Any, room: int = 0, flags: int = 0, /
    ) -> tuple[int, list[passing.Control], int, PythonAddress | None]:
        rooms = [_room(each) for each in _iterated(buffers, "recvmsg_into() argument 1 must be an iterable")]
        if room < 0:
            raise ValueError("invalid ancillary data buffer length")
        count, message = self._received_into("recvmsg_into", rooms, 0, flags)
        control, told = self._beside(message, room)
        return count, control, told, _to_python(message.address)

    def _beside(self, message: Message, room: int) -> tuple[list[passing.Control], int]:
        """What ``recvmsg`` tells beside the data, and its flags."""
        control, flags = _told(message, room)
        if message.files:
            control, cut = passing.taken(self._process, message.files, room)
            flags |= cut
        return control, flags

    def _received(self, name: str, limit: int, flags: int) -> tuple[bytes, Message]:
        """What ``recv`` and its like return: with MSG_TRUNC as many octets as there were, zeros where none are."""
        if limit < 0:
            where = "negative buffer size in recvmsg()" if name == "recvmsg" else f"negative buffersize in {name}"
            raise ValueError(where)
        with self._call(f"{name}({limit})") as (call, kernel):
            message = self._receive(call, kernel, limit, flags)
            data = message.data
            if flags & MSG_TRUNC:
                data = (b"" if kernel.kind == options.SOCK_STREAM else data).ljust(message.whole_length, b"\0")
            told = shown(data)
            call.returns(told if name == "recv" else f"({told}, {_to_python(message.address)!r})")
            if name != "recvmsg":
                passing.drop(self._process, message.files)
            return data, message

    def _received_into(self, name: str, buffers: list[memoryview], limit: int, flags: int) -> tuple[int, Message]:
        """Fill buffers; MSG_TRUNC counts what there was, and throws away what a stream has (tcp(7))."""
        rooms = [memoryview(buffer).cast("B") for buffer in buffers]
        size = sum(map(len, rooms))
        if limit < 0:
            raise ValueError(f"negative buffersize in {name}")
        if limit > size:
            raise ValueError(_TOO_SMALL[name])
        plain = name.removesuffix("_into")  # its record shows the octets, as that of the plain call
        with self._call(f"{plain}({limit or size})") as (call, kernel):
            message = self._receive(call, kernel, limit or size, flags)
            if not (flags & MSG_TRUNC and kernel.kind == options.SOCK_STREAM):
                _scatter(message.data, rooms)
            count = message.whole_length if flags & MSG_TRUNC else len(message.data)
            told = shown(message.data)
            call.returns(told if plain == "recv" else f"({told}, {_to_python(message.address)!r})")
            if plain != "recvmsg":
                passing.drop(self._process, message.files)
            return count, message

    def _receive(self, call: SystemCall, kernel: Socket, limit: int, flags: int) -> Message:
        if flags & options.MSG_ERRQUEUE:
            return kernel.recv_trouble(limit)  # which never waits
        peek = bool(flags & MSG_PEEK)

        def attempt(most: int = limit) -> Message:
            return kernel.recvfrom(most, peek=peek, cause=call.record)

        message = self._repeat(call, kernel, attempt, TO_READ, flags)
        if limit and not message.data and kernel.kind == options.SOCK_STREAM:
            call.bears(Vain.END)
        least = limit if flags & MSG_WAITALL else min(kernel.low_water, limit)
        if len(message.data) < least and kernel.kind == options.SOCK_STREAM and not peek:
            message = self._more(call, kernel, message, attempt, least, limit, flags)
        return message

    def _more(
        self,
        call: SystemCall,
        kernel: Socket,
        message: Message,
        attempt: Callable[[int], Message],
        least: int,
        limit: int,
        flags: int,
    ) -> Message:
        """Receive on until so much is there, where the call itself waits; what has come is returned in any case."""
        data = message.data
        while len(data) < least and data and not kernel.events() & ERR:
            try:
                more = self._repeat(call, kernel, partial(attempt, limit - len(data)), TO_READ, flags)
            except BlockingIOError:
                break
            if not more.data:
                break
            data += more.data
            message = message._replace(files=message.files + more.files)
        return message._replace(data=data, whole_length=len(data))

    # How a call waits

    def _description(self) -> Description:
        return self._process.descriptors.get(self._fd)

    def _kernel(self) -> Socket:
        kernel: Socket = self._description().file
        return kernel

    def _call(self, text: str) -> "_SocketCall":
        return _SocketCall(self._process, text, self._description())

    def _at_once(self, text: str, act: Callable[[Socket, int], Result]) -> Result:
        with self._call(text) as (call, kernel):
            result = act(kernel, call.record)
            if result is not None:
                call.returns(shown(result))
            return result

    def _waits(self) -> bool:
        """Whether a call that cannot be answered waits: with a time limit, it is Python that waits."""
        if self._timeout is not None:
            return self._timeout != 0
        return self._fd < 0 or self._description().is_blocking  # closed meanwhile: the call goes on as it began

    def _deadline(self) -> int | None:
        return None if self._timeout is None else self._process.kernel.now + nanoseconds(self._timeout)

    def _repeat(
        self,
        call: SystemCall,
        kernel: Socket,
        attempt: Callable[[], Result],
        mask: int,
        flags: int = 0,
        deadline: int | None = None,
    ) -> Result:
        """What an attempt returns once it does not ask to wait; ``TimeoutError`` where the socket's time is over.

        With a time limit Python asks ``poll`` before each attempt. Without, the call itself waits, for as long as
        SO_RCVTIMEO or SO_SNDTIMEO lets it.
        """
        if self._timeout:
            deadline = self._deadline() if deadline is None else deadline
            return repeat(call, kernel, attempt, mask, True, deadline, has_limit=True)
        is_blocking = not flags & MSG_DONTWAIT and self._waits()
        return repeat(call, kernel, attempt, mask, is_blocking, self._end_of_wait(kernel, mask))

    def _end_of_wait(self, kernel: Socket, mask: int) -> int | None:
        """When a call that waits in the kernel gives up, by the socket's own time limit."""
        limit = kernel.receive_timeout if mask == TO_READ else kernel.send_timeout
        return self._process.kernel.now + limit if limit else None

    def _address(self, function: str, address: Any) -> tuple[IPv4Address, int] | UnixName:
        """An address as a call has to be given one, in CPython's order of questions."""
        if self._family == options.AF_UNIX:
            return self._unix_name(address)
        if not isinstance(address, tuple):
            raise TypeError(f"{function}(): AF_INET address must be tuple, not {type(address).__name__}")
        if len(address) != 2:
            raise TypeError("AF_INET address must be a pair (host, port)")
        host, port = address
        if not isinstance(host, str | bytes | bytearray):
            raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")
        name = host if isinstance(host, str) else bytes(host).decode()
        if "\0" in name:
            raise TypeError("host name must not contain null character")
        wrong_port = OverflowError(f"{function}(): port must be 0-65535.")
        try:
            port = integer(port)
        except OverflowError:
            raise wrong_port from None
        ip = self._resolver.find(name)
        if not 0 <= port <= 65535:
            raise wrong_port
        return ip, port

    def _unix_name(self, address: Any) -> UnixName:
        octets = os.fsencode(address) if isinstance(address, str) else octets_of(address)
        is_path = octets[:1] not in (b"", b"\0")
        if len(octets) + is_path > LONGEST_NAME:
            raise OSError("AF_UNIX path too long")
        return UnixName(octets, self._process.path_of(octets) if is_path else "")


class _SocketCall:
    """A call about a socket, which stays open as long as the call lasts."""

    __slots__ = ("_call", "_description")

    def __init__(self, process: Process, text: str, description: Description) -> None:
        self._call = SystemCall(process, text, description.file.number)
        self._description = description
        description.hold()

    def __enter__(self) -> tuple[SystemCall, Socket]:
        return self._call, self._description.file

    def __exit__(self, *raised: Any) -> None:
        self._call.__exit__(*raised)
        self._description.let_go(self._call.record)


def _number_of_error(act: Callable[[], object]) -> int:
    """The number of the error that a call of the kernel fails with, 0 for none."""
    try:
        act()
    except OSError as failed:
        return failed.errno or 0
    return 0


def _to_python(address: tuple[IPv4Address, int] | UnixName | None) -> PythonAddress | None:
    if address is None:
        return None
    if isinstance(address, UnixName):
        return address.octets if address.octets[:1] == b"\0" else os.fsdecode(address.octets)
    return str(address[0]), address[1]


def _told(message: Message, room: int) -> tuple[list[tuple[int, int, bytes]], int]:
    """The items beside the data, as far as there is room for them, and the flags that ``recvmsg`` tells."""
    flags = MSG_TRUNC if message.whole_length > len(message.data) else 0
    flags |= options.MSG_ERRQUEUE if message.error else 0
    items = []
    for level, kind, octets in message.control:
        fits = octets[: max(room - CONTROL_HEADER, 0)]
        if len(fits) < len(octets):
            flags |= options.MSG_CTRUNC
        if room < CONTROL_HEADER:
            break
        items.append((level, kind, fits))
        room -= CONTROL_HEADER + (len(octets) + 7 & ~7)
    return items, flags


def _iterated(value: Any, otherwise: str) -> list[Any]:
    try:
        return list(value)
    except TypeError:
        raise TypeError(otherwise) from None


def _room(buffer: Any) -> memoryview:
    """One of the buffers that ``recvmsg_into`` fills."""
    try:
        view = memoryview(buffer)
    except TypeError:
        view = None
    if view is None or view.readonly:
        raise TypeError("recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
    return view


def _control(item: Any) -> tuple[int, int, bytes]:
    """One of the items that ``sendmsg`` is given beside the data: level, type and octets."""
    where = "[sendmsg() ancillary data items]() argument must be"
    if not isinstance(item, Sequence) or isinstance(item, str):
        raise TypeError(f"{where} 3-item sequence, not {type(item).__name__}")
    if len(item) != 3:
        raise TypeError(f"{where} sequence of length 3, not {len(item)}")
    return integer(item[0]), integer(item[1]), octets_of(item[2])


def _scatter(data: bytes, rooms: Iterable[memoryview]) -> None:
    """Fill one buffer after another."""
    for room in rooms:
        part, data = data[: len(room)], data[len(room) :]
        room[: len(part)] = part


_FAMILIES = {1: "AF_UNIX", 2: "AF_INET", 10: "AF_INET6"}
_KINDS = {1: "SOCK_STREAM", 2: "SOCK_DGRAM", 3: "SOCK_RAW", 5: "SOCK_SEQPACKET"}
_LONGEST_OPTION = 1024
_TOO_SMALL = {
    "recv_into": "buffer too small for requested bytes",
    "recvfrom_into": "nbytes is greater than the length of the buffer",
}
_HOW = {0: "SHUT_RD", 1: "SHUT_WR", 2: "SHUT_RDWR"}
