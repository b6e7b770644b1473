"""HTTP messages with a few careless changes."""

import random
from collections.abc import Sequence


def mutated(chance: random.Random, samples: Sequence[bytes], words: Sequence[bytes]) -> bytes:
    """One of the samples, in which octets are changed, left out and repeated, and ``words`` put in."""
    octets = bytearray(chance.choice(samples))
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(octets) + 1)
        match chance.randrange(4):
            case 0:
                octets[at : at + 1] = bytes((chance.randrange(256),))
            case 1:
                del octets[at : at + chance.randint(1, 9)]
            case 2:
                octets[at:at] = chance.choice(words)
            case _:
                octets[at:at] = octets[: chance.randrange(30)]
    return bytes(octets)
