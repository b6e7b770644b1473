"""The protocols, as machines without input or output: (state, input, now) gives effects."""
