"""Programs on hosts: their start and end, and what their calls come to."""

from sim.why import Rule

STARTED = Rule(
    "program.started",
    "",
    "A program is started",
    "This host starts the program {file}.",
)
ENDED = Rule(
    "program.ended",
    "",
    "A program has ended",
    "{file} ends with exit status {status}. What it had open is closed by the host.",
)
FAILED = Rule(
    "program.failed",
    "",
    "An exception ends a program",
    "{file} ends because nothing in it catches {error}. What it had open is closed by the host.",
)
STOPPED = Rule(
    "program.stopped",
    "",
    "A program runs without end",
    "{file} is stopped: it took {limit} steps, and none of them let time go on. A loop that never waits would "
    "never end.",
)
THREAD_ENDED = Rule(
    "program.thread-ended",
    "",
    "A thread has ended",
    "Thread {thread} has reached its end.",
)
CALL_ENTERED = Rule(
    "program.call-entered",
    "",
    "A program calls its host",
    "Line {line} of {file} calls {call}.",
)
CALL_BLOCKED = Rule(
    "program.call-blocked",
    "",
    "The call has to wait",
    "{call} cannot be answered yet: thread {thread} waits, and goes on when there is an answer.",
)
CALL_RETURNED = Rule(
    "program.call-returned",
    "",
    "The call is answered",
    "{call} returns {result}, and the program goes on.",
)
CALL_RAISED = Rule(
    "program.call-raised",
    "",
    "The call has failed",
    "{call} fails, and raises {error}.",
)
