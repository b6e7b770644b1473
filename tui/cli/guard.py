"""From what goes wrong in a command to what is told and the exit status."""

from collections.abc import Callable

from sim.scenario.problem import ScenarioError
from tui.cli.outcome import BAD_INPUT, INTERRUPTED, OK, BadInputError
from tui.cli.stream import tell


def guarded(command: Callable[[], int]) -> int:
    """Run a command; what is wrong with the input is printed, not raised. Returns the exit status."""
    status = BAD_INPUT
    try:
        return command()
    except BrokenPipeError:
        return OK  # whoever read has seen enough, as in `hopscope run NAME | head`
    except KeyboardInterrupt:
        message, status = "hopscope: interrupted", INTERRUPTED
    except ScenarioError as error:
        message = "\n".join(str(each) if each.line else f"hopscope: {each}" for each in error.problems)
    except BadInputError as error:
        message = f"hopscope: {error}"
    except MemoryError:
        message = "hopscope: this needs more memory than there is"
    except OSError as error:
        message = f"hopscope: {f'{error.filename}: ' if error.filename else ''}{error.strerror or error}"
    tell(message)
    return status
