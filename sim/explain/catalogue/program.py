"""Programs on hosts: their start and end, and what their calls come to."""

from sim.explain.rule import Rule

RULES = {
    "program.started": Rule("", "A program is started", "This host starts the program {file}."),
    "program.ended": Rule(
        "", "A program has ended", "{file} ends with exit status {status}. What it had open is closed by the host."
    ),
    "program.failed": Rule(
        "",
        "An exception ends a program",
        "{file} ends because nothing in it catches {error}. What it had open is closed by the host.",
    ),
    "program.stopped": Rule(
        "",
        "A program runs without end",
        "{file} is stopped: it took {limit} steps, and none of them let time go on. A loop that never waits would "
        "never end.",
    ),
    "program.thread-ended": Rule("", "A thread has ended", "Thread {thread} has reached its end."),
    "program.call-entered": Rule("", "A program calls its host", "Line {line} of {file} calls {call}."),
    "program.call-blocked": Rule(
        "",
        "The call has to wait",
        "{call} cannot be answered yet: thread {thread} waits, and goes on when there is an answer.",
    ),
    "program.call-returned": Rule("", "The call is answered", "{call} returns {result}, and the program goes on."),
    "program.call-raised": Rule("", "The call has failed", "{call} fails, and raises {error}."),
}
