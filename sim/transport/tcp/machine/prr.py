"""Proportional rate reduction: how much may leave with each ACK of a recovery (RFC 6937 3). Sizes in octets."""


class Prr:
    """From RecoverFS, what was under way at first, the window comes down to ``ssthresh`` in step with what arrives."""

    __slots__ = ("delivered", "out", "recover_fs", "ssthresh")

    def __init__(self, ssthresh: int, recover_fs: int) -> None:
        self.ssthresh = ssthresh
        self.recover_fs = recover_fs
        self.delivered = 0
        """prr_delivered: what the peer told of since the recovery began."""
        self.out = 0
        """prr_out: what was sent since then."""

    def sndcnt(self, delivered: int, pipe: int, smss: int) -> int:
        """How much may leave because of an ACK that tells of ``delivered`` octets, in whole segments where it is less.

        The reduction bound is PRR-SSRB, the one that slow start has.
        """
        self.delivered += delivered
        if pipe > self.ssthresh:
            due = -(-self.delivered * self.ssthresh // self.recover_fs) - self.out
            return max(-(-due // smss) * smss, 0)
        limit = max(self.delivered - self.out, delivered) + smss
        return min(self.ssthresh - pipe, limit)
