"""The Internet checksum (RFC 1071).

65536 is 1 modulo 65535, so octets read as one big number are congruent to the sum of their 16-bit words: one
division does what a loop over the words would. Only zero needs care, since ones' complement has two of them.
"""


def ones_sum(octets: bytes) -> int:
    """The ones' complement sum of the 16-bit words, an odd octet padded with zero on its right (RFC 1071 1).

    0 only where every octet is 0; else 1 to 0xFFFF.
    """
    number = int.from_bytes(octets, "big")
    if not number:
        return 0
    folded = number % 0xFFFF or 0xFFFF
    if len(octets) & 1:
        folded = (folded << 8) % 0xFFFF or 0xFFFF
    return folded


def complement(total: int) -> int:
    """The checksum for a sum of words (or of ``ones_sum`` results) that is not folded yet."""
    return -total % 0xFFFF if total else 0xFFFF


def checksum(octets: bytes) -> int:
    """The 16-bit Internet checksum; 0 over octets that hold their own right checksum (RFC 1071 1 (3))."""
    return complement(ones_sum(octets))


def adjusted(check: int, before: bytes, after: bytes) -> int:
    """The checksum of octets of which an even number at an even place became others (RFC 1624 3, equation 3).

    HC' = ~(~HC + ~m + m'). What was wrong stays wrong, by as much. ``before`` and ``after`` are as long as each other.
    """
    total = (~check & 0xFFFF) + ones_sum(bytes(octet ^ 0xFF for octet in before)) + ones_sum(after)
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF
