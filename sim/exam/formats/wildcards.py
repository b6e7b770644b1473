"""Short answers of Moodle with wildcards: it takes the first answer that fits, and * stands for any letters."""

from collections.abc import Iterator

from sim.addresses import IPv4Address, Prefix
from sim.exam.question import Question, letter


def ordered(question: Question) -> str:
    """The letters of options in their right order, whatever is written between them."""
    return "*".join(letter(place) for place in question.right)


def patterns(network: Prefix) -> Iterator[str]:
    """Answers that fit every address of a network, and none of another: at most 128."""
    octets, bits = divmod(network.length, 8)
    several = 1 << 8 - bits if bits else 1
    for place in range(several):
        first = IPv4Address(network.network + (place << 24 - 8 * octets if bits else 0))
        fixed = str(first).split(".")[: octets + (bits > 0)]
        yield ".".join([*fixed, "*"] if len(fixed) < 4 else fixed)
