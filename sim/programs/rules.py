"""Programs on hosts: their start and end, and the results of their calls."""

from sim.why import Rule

STARTED = Rule(
    "program.started",
    "",
    "A program is started",
    "The host starts the program {file}.",
)
ENDED = Rule(
    "program.ended",
    "",
    "A program has ended",
    "The program {file} ends with exit status {status}. The host closes all sockets and files that the program still "
    "had open.",
)
FAILED = Rule(
    "program.failed",
    "",
    "An exception ends a program",
    "The program {file} ends because it does not catch {error}. The host closes all sockets and files that the "
    "program still had open.",
)
STOPPED = Rule(
    "program.stopped",
    "",
    "A program runs without end",
    "The program {file} is stopped at line {line}: it took {limit} steps, and no time passed. A loop that never waits "
    "would never end.",
)
FILE_WRITTEN = Rule(
    "program.file-written",
    "",
    "A program writes a file",
    "The program {file} writes to {path}. The file now has {octets:octet|octets}.",
)
FILE_REMOVED = Rule(
    "program.file-removed",
    "",
    "A program removes a file",
    "The program {file} removes {path}, or gives the file another name.",
)
THREAD_ENDED = Rule(
    "program.thread-ended",
    "",
    "A thread has ended",
    "The thread {thread} has reached its end.",
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
    "The host cannot answer the call {call} yet. The thread {thread} waits until there is an answer.",
)
CALL_RETURNED = Rule(
    "program.call-returned",
    "",
    "The call is answered",
    "The call {call} returns {result}, and the program goes on.",
)
CALL_RAISED = Rule(
    "program.call-raised",
    "",
    "The call has failed",
    "The call {call} fails and raises {error}.",
)
LOOP_READS_END = Rule(
    "program.loop-reads-end",
    "",
    "A loop reads past the end",
    "{file} line {line} keeps reading b'' from a closed connection: {call} returns at once, again and again, because "
    "the other side sends nothing more. The program has to notice b'' and close its side.",
)
LOOP_ASKS = Rule(
    "program.loop-asks",
    "",
    "A loop asks for ever",
    "{file} line {line} keeps asking: nothing comes of {call}, again and again. A call that waits would find what "
    "comes.",
)
LOOP_FAILS = Rule(
    "program.loop-fails",
    "",
    "A loop fails for ever",
    "{file} line {line} keeps failing: {call} raises {error}, again and again, and the program goes on as if nothing "
    "had happened.",
)
LOOP_PRINTS = Rule(
    "program.loop-prints",
    "",
    "A loop prints without end",
    "{file} line {line} keeps printing: {lines} lines, and no call between them that waits.",
)
LOOP_OVER = Rule(
    "program.loop-over",
    "",
    "A loop brings something again",
    "The thread {thread} no longer works in vain.",
)
LINE_TYPED = Rule(
    "program.line-typed",
    "",
    "A line is typed",
    "Somebody types “{line}” for the program {file}, and then Enter.",
)
INPUT_ENDED = Rule(
    "program.input-ended",
    "",
    "The typed input ends",
    "Nothing more is typed for the program {file}: its standard input is at its end.",
)
NOBODY_READS = Rule(
    "program.nobody-reads",
    "",
    "Nobody reads what is typed",
    "Somebody types “{line}”, and no program on {node} reads what is typed there.",
)
NOBODY_SEES_END = Rule(
    "program.nobody-sees-end",
    "",
    "Nobody reads what is typed",
    "Somebody ends the typed input, and no program on {node} reads what is typed there.",
)
NOBODY_OF_THAT_NAME = Rule(
    "program.nobody-of-that-name",
    "",
    "The program reads no input",
    "Somebody types “{line}” for {program}, and {program} does not read what is typed on {node}[. These programs do: "
    "{readers}].",
)
NO_INPUT_TO_END = Rule(
    "program.no-input-to-end",
    "",
    "The program reads no input",
    "Somebody ends the input of {program}, and {program} does not read what is typed on {node}[. These programs do: "
    "{readers}].",
)
WAITS_FOR_DATA = Rule(
    "program.waits-for-data",
    "",
    "A program waits for data",
    "{file} line {line} still waits in {call} at the end[: {peer} sends nothing more][; there, {other} waits in "
    "{other_call} at line {other_line}].",
)
WAITS_FOR_PEER = Rule(
    "program.waits-for-peer",
    "",
    "A program waits for its peer",
    "{file} line {line} still waits in {call} at the end[: {peer} does not answer, or takes nothing more][; there, "
    "{other} waits in {other_call} at line {other_line}].",
)
WAITS_FOR_INPUT = Rule(
    "program.waits-for-input",
    "",
    "A program waits for a line",
    "{file} line {line} still waits in {call} at the end: nobody types a line.",
)
ASKED_IN_VAIN = Rule(
    "program.asked-in-vain",
    "",
    "Nothing listens where clients ask",
    "{src} asks for {protocol} port {port}, and nothing listens there[: {elsewhere} listens at port {other_port}][: "
    "{inside} listens at {local}, which only programs on the same device reach][: {bound} has bound a socket to this "
    "port, but has not called listen][: {other} has a {other_protocol} socket at this port][: {ended} has ended].",
)
NEVER_ACCEPTS = Rule(
    "program.never-accepts",
    "",
    "The program accepts nobody",
    "{count:connection waits|connections wait} at port {port} for accept, which {file} never calls.",
)
OTHER_ORDER = Rule(
    "program.other-order",
    "",
    "Octets in the other order",
    "{file} line {line} takes or sends a length of {value}. With its four octets in the other order, this is {number}: "
    "network order has the highest octet first.",
)
WAITS_FOR_THREADS = Rule(
    "program.waits-for-threads",
    "",
    "Threads wait for one another",
    "{file} line {line} still waits in {call} at the end: the thread {thread} waits for another thread. All threads of "
    "this program wait like this, so none of them can ever go on.",
)
