"""Practice: what to ask next, when to ask again, how well a topic is known. Times are given; nothing is stored."""
