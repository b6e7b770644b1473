"""What ends a thread is told on standard error, or to the program's own hook."""

import io
import sys
import threading
import traceback


def failing(text: str) -> None:
    raise ValueError(text)


def run(target, *args, name=None) -> None:
    thread = threading.Thread(target=target, args=args, name=name)
    thread.start()
    thread.join()


def inner() -> None:
    try:
        failing("first")
    except ValueError as error:
        raise KeyError("second") from error


run(failing, "plain")
run(inner, name="a chain")
run(sys.exit, 3, name="silent")

kept, sys.stderr = sys.stderr, io.StringIO()
run(failing, "to another stream", name="redirected")
told, sys.stderr = sys.stderr.getvalue(), kept
print(told)

sys.stderr = None
run(failing, "on the stream of its start", name="without")
sys.stderr = kept

threading.excepthook(threading.ExceptHookArgs([KeyError, KeyError("by hand"), None, threading.current_thread()]))
try:
    threading.__excepthook__((KeyError, KeyError("a tuple"), None, None))
except TypeError as error:
    print(error)


def hook(args) -> None:
    print(args.exc_type.__name__, args.exc_value, args.thread.name, traceback.extract_tb(args.exc_traceback)[-1].name)


threading.excepthook = hook
run(failing, "told to the hook", name="hooked")


def bad(_) -> None:
    raise OSError("the hook itself")


threading.excepthook = bad
run(failing, "a hook that fails", name="last")
