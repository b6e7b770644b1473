"""Commands that people type, and how they end."""

from sim.why import Rule

APP_TYPED = Rule(
    "app.typed",
    "",
    "A command is typed",
    "Somebody types “{command}” on this device.",
)
APP_FINISHED = Rule(
    "app.finished",
    "",
    "The program ends",
    "“{command}” ends with exit status {status}; 0 means that all went well.",
)
APP_TIMER_NOT_NEEDED = Rule(
    "app.timer-not-needed",
    "",
    "Nothing left to wait for",
    "“{command}” has what it waited for, so the timer is not needed any more.",
)
