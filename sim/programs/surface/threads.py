"""The module ``_thread`` of a host, for the ``threading`` of Python 3.11 to 3.13."""

import _thread
from collections import deque
from collections.abc import Callable, Mapping
from functools import partial
from types import ModuleType
from typing import Any, ClassVar, Self

from sim.programs import errors
from sim.programs.calls import SystemCall
from sim.programs.flow import Thread
from sim.programs.modules import stand_in
from sim.programs.process import Process
from sim.programs.surface.arguments import integer
from sim.programs.surface.clock import nanoseconds

TIMEOUT_MAX = 9_223_372_036.0


class Lock:
    """A lock. Whoever asks first while it is free gets it; of those that wait, the one that waits longest is woken.

    Only a call that has to wait is in the trace.
    """

    __slots__ = ("__weakref__", "_is_locked", "_waiting")
    _process: ClassVar[Process]

    def __init__(self) -> None:
        self._is_locked = False
        self._waiting: deque[Callable[[int], None]] = deque()

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        _check(blocking, timeout)
        if self._take():
            return True
        process = self._process
        if not blocking or timeout == 0:
            process.running().glance()
            return False
        deadline = None if timeout < 0 else process.kernel.now + nanoseconds(timeout)
        with SystemCall(process, "acquire()", library=True) as call:
            while not self._take():
                if not self._wait(call, deadline):
                    call.returns("False")
                    return False
            call.returns("True")
        return True

    def _take(self) -> bool:
        """Take the lock if it is free."""
        was_free = not self._is_locked
        self._is_locked = True
        return was_free

    def _wait(self, call: SystemCall, deadline: int | None) -> bool:
        wake = call.thread.wake
        self._waiting.append(wake)
        try:
            return call.wait(deadline)
        finally:
            if wake in self._waiting:
                self._waiting.remove(wake)

    def release(self) -> None:
        if not self._is_locked:
            if self._process.gone:
                return
            raise RuntimeError("release unlocked lock")
        self._is_locked = False
        if self._waiting and not self._process.gone:
            self._waiting.popleft()(self._process.last_record())

    def locked(self) -> bool:
        return self._is_locked

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def _at_fork_reinit(self) -> None:
        self._is_locked = False

    acquire_lock, release_lock, locked_lock = acquire, release, locked


class RLock:
    """A lock that the thread which has it can take again."""

    __slots__ = ("__weakref__", "_count", "_lock", "_owner")
    _process: ClassVar[Process]
    _lock_type: ClassVar[type[Lock]]

    def __init__(self) -> None:
        self._lock = self._lock_type()
        self._owner: int | None = None
        self._count = 0

    def acquire(self, blocking: bool = True, timeout: float = -1) -> bool:
        me = self._process.running().number
        if self._owner == me:
            self._count += 1
            return True
        if not self._lock.acquire(blocking, timeout):
            return False
        self._owner, self._count = me, 1
        return True

    def release(self) -> None:
        if not self._is_owned():
            if self._process.gone:
                return
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1
        if not self._count:
            self._owner = None
            self._lock.release()

    def __enter__(self) -> bool:
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()

    def locked(self) -> bool:
        return self._count > 0

    # What threading.Condition asks of it

    def _is_owned(self) -> bool:
        current = self._process.current
        return current is not None and self._owner == current.number

    def _recursion_count(self) -> int:
        return self._count if self._is_owned() else 0

    def _release_save(self) -> tuple[int, int | None]:
        state = self._count, self._owner
        self._count, self._owner = 0, None
        self._lock.release()
        return state

    def _acquire_restore(self, state: tuple[int, int | None]) -> None:
        self._lock.acquire()
        self._count, self._owner = state

    def _at_fork_reinit(self) -> None:
        self._lock, self._owner, self._count = self._lock_type(), None, 0


class Local:
    """``threading.local``: each thread sees attributes of its own."""

    __slots__ = ("__dict__", "__weakref__", "_arguments", "_of_threads")
    _process: ClassVar[Process]

    def __new__(cls, /, *args: Any, **kwargs: Any) -> Self:
        self = object.__new__(cls)
        own: dict[int, dict[str, Any]] = {}
        object.__setattr__(self, "_arguments", (args, kwargs))
        object.__setattr__(self, "_of_threads", own)
        object.__setattr__(self, "__dict__", own.setdefault(cls._process.running().number, {}))
        return self

    def __getattribute__(self, name: str) -> Any:
        _show_own(self)
        return object.__getattribute__(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        _show_own(self)
        object.__setattr__(self, name, value)

    def __delattr__(self, name: str) -> None:
        _show_own(self)
        object.__delattr__(self, name)


def _show_own(local: Local) -> None:
    """Let a :class:`Local` have the attributes that it has in the thread which runs now."""
    own: dict[int, dict[str, Any]] = object.__getattribute__(local, "_of_threads")
    kind = type(local)
    thread = kind._process.running()
    found = own.get(thread.number)
    if found is not None:
        object.__setattr__(local, "__dict__", found)
        return
    own[thread.number] = found = {}
    thread.on_end.append(lambda: own.pop(thread.number, None))
    object.__setattr__(local, "__dict__", found)
    args, kwargs = object.__getattribute__(local, "_arguments")
    kind.__init__(local, *args, **kwargs)


class Handle:
    """What Python 3.13 joins a thread by."""

    __slots__ = ("__weakref__", "_done", "_is_done", "ident")
    _lock_type: ClassVar[type[Lock]]

    def __init__(self) -> None:
        self.ident: int | None = None
        self._is_done = False
        self._done = self._lock_type()

    def begin(self, thread: Thread) -> None:
        self.ident = thread.ident
        self._done.acquire()
        thread.on_end.append(self._set_done)

    def is_done(self) -> bool:
        return self._is_done

    def _set_done(self) -> None:
        if not self._is_done:
            self._is_done = True
            if self._done.locked():
                self._done.release()

    def join(self, timeout: float | None = None) -> None:
        if self._is_done:
            return
        if self.ident is None:
            raise RuntimeError("thread not started")
        if self._done.acquire(True, -1 if timeout is None or timeout < 0 else timeout):
            self._done.release()


class Threads:
    """The functions of ``_thread`` for one program."""

    def __init__(self, process: Process, lock_type: type[Lock], handle: type[Handle]) -> None:
        self._process = process
        self._lock_type = lock_type
        self._handle = handle
        self._not_daemons: list[Handle] = []

    def start_new_thread(
        self, function: Callable[..., object], args: tuple[Any, ...], kwargs: Mapping[str, Any] | None = None
    ) -> int:
        if not callable(function):
            raise TypeError("first arg must be callable")
        if not isinstance(args, tuple):
            raise TypeError("2nd arg must be a tuple")
        return self._start(lambda: function(*args, **(kwargs or {})), function, None).ident

    def start_joinable_thread(
        self, function: Callable[[], object], handle: Handle | None = None, daemon: bool = True
    ) -> Handle:
        handle = handle or self._handle()
        if not daemon:
            self._not_daemons.append(handle)
        self._start(function, function, handle)
        return handle

    def _start(self, run: Callable[[], object], function: object, handle: Handle | None) -> Thread:
        process = self._process
        name = getattr(function, "__qualname__", type(function).__name__)
        with SystemCall(process, f"start_new_thread({name})", library=True) as call:
            thread = process.new_thread(run, name, call.record)
            if handle is not None:
                handle.begin(thread)
            # The new thread runs until it waits; then goes on who started it.
            process.kernel.at(process.kernel.now, thread.resume, None)
            process.running().after_others()
            call.returns(str(thread.ident))
        return thread

    def set_sentinel(self) -> Lock:
        """A lock that its thread holds as long as it lives."""
        lock = self._lock_type()
        self._process.running().on_end.append(lambda: lock.release() if lock.locked() else None)
        return lock

    def get_ident(self) -> int:
        return self._process.running().ident

    def get_native_id(self) -> int:
        return self._process.pid + self._process.running().number

    def shutdown(self) -> None:
        """Wait for all threads that keep the program alive (Python 3.13)."""
        while self._not_daemons:
            self._not_daemons.pop(0).join()

    def make_thread_handle(self, ident: int) -> Handle:
        handle = self._handle()
        handle.ident = ident
        handle._done.acquire()
        return handle

    def exit(self) -> None:
        raise SystemExit

    def excepthook(self, args: Any, /) -> None:
        """Print what ended a thread. Without it ``threading`` would load ``traceback`` for one of its own."""
        if type(args) is not _thread._ExceptHookArgs:
            raise TypeError("_thread.excepthook argument type must be ExceptHookArgs")
        kind, error, traceback, thread = args
        if kind is SystemExit:
            return
        stream = getattr(self._process.sys, "stderr", None)
        if stream is None:
            stream = getattr(thread, "_stderr", None)
        if stream is None:
            return
        name = getattr(thread, "name", self.get_ident())
        print(f"Exception in thread {name}:", file=stream)
        stream.write(errors.text(kind() if error is None else error.with_traceback(traceback), self._process.modules))
        stream.flush()


def _check(blocking: bool, timeout: float) -> None:
    integer(blocking)
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timestamp out of range for platform time_t")


def make(process: Process) -> ModuleType:
    derived = partial(process.classes.derived, module="_thread")
    lock_type = derived(Lock, "lock", __slots__=())
    rlock_type = derived(RLock, "RLock", __slots__=(), _lock_type=lock_type)
    handle_type = derived(Handle, "_ThreadHandle", __slots__=(), _lock_type=lock_type)
    threads = Threads(process, lock_type, handle_type)
    return stand_in(
        "_thread",
        error=RuntimeError,
        TIMEOUT_MAX=TIMEOUT_MAX,
        LockType=lock_type,
        lock=lock_type,
        RLock=rlock_type,
        allocate_lock=lock_type,
        allocate=lock_type,
        start_new_thread=threads.start_new_thread,
        start_new=threads.start_new_thread,
        start_joinable_thread=threads.start_joinable_thread,
        daemon_threads_allowed=lambda: True,
        exit=threads.exit,
        exit_thread=threads.exit,
        get_ident=threads.get_ident,
        get_native_id=threads.get_native_id,
        _local=derived(Local, "_local"),
        stack_size=lambda size=0: 0,
        _count=lambda: len(process.threads) - 1,
        _set_sentinel=threads.set_sentinel,
        _shutdown=threads.shutdown,
        _make_thread_handle=threads.make_thread_handle,
        _ThreadHandle=handle_type,
        _get_main_thread_ident=lambda: 1,
        _is_main_interpreter=lambda: True,
        _excepthook=threads.excepthook,
        _ExceptHookArgs=_thread._ExceptHookArgs,
    )
