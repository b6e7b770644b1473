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
    "The command has ended",
    "The command “{command}” ends with exit status {status}. The status 0 means success.",
)
APP_TIMER_NOT_NEEDED = Rule(
    "app.timer-not-needed",
    "",
    "Timer is not needed",
    "The command “{command}” has received what it was waiting for, so it no longer needs the timer.",
)
