"""What is shown of questions to servers."""

from sim.why import Rule

STEP_FORGOTTEN = Rule(
    "dns-asking.step-forgotten",
    "",
    "Old step is shown no longer",
    "The list of steps shows the last {most:step|steps}. The oldest one goes.",
)
