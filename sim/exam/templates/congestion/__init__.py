"""Questions about how fast TCP may send, and when it sends again."""
