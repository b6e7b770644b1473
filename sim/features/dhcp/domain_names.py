"""Lists of domain names as option 119 has them: labels, with compression (RFC 3397, RFC 1035 4.1.4)."""

_POINTER = 0xC0
_LONGEST_NAME = 255
_LONGEST_LABEL = 63


def read_names(octets: bytes) -> tuple[str, ...] | None:
    """The names, without a final dot; ``None`` where a label ends too early, a pointer leads on for ever, or a name is
    longer than 255 octets."""
    names, at = [], 0
    while at < len(octets):
        found = _read_name(octets, at)
        if found is None:
            return None
        name, at = found
        names.append(name)
    return tuple(names) or None


def _read_name(octets: bytes, start: int) -> tuple[str, int] | None:
    """A name, and where the next one begins. A pointer may lead only to what stands before it, so that it ends."""
    labels: list[str] = []
    at, end, earliest, length = start, 0, start, 1
    while at < len(octets):
        size = octets[at]
        if size >= _POINTER:
            if at + 1 >= len(octets):
                return None
            end = end or at + 2
            to = (size - _POINTER) << 8 | octets[at + 1]
            if to >= earliest:
                return None
            at = earliest = to
        elif size == 0:
            return (".".join(labels), end or at + 1) if labels else None
        elif size > _LONGEST_LABEL or at + 1 + size > len(octets):
            return None
        else:
            label = octets[at + 1 : at + 1 + size].decode("latin-1")
            length += 1 + size
            if length > _LONGEST_NAME or not label.isprintable() or "." in label:
                return None
            labels.append(label)
            at += 1 + size
    return None


def write_names(names: tuple[str, ...]) -> bytes:
    """The octets of the names; what a name has in common with one before it is a pointer there."""
    octets = b""
    known: dict[tuple[str, ...], int] = {}
    for name in names:
        labels = tuple(name.removesuffix(".").split("."))
        while labels and labels not in known:
            if len(octets) < 1 << 14:
                known[labels] = len(octets)
            octets += bytes([len(labels[0])]) + labels[0].encode("latin-1")
            labels = labels[1:]
        octets += (_POINTER << 8 | known[labels]).to_bytes(2, "big") if labels else b"\0"
    return octets
