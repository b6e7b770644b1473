"""Questions about TCP: numbers, states, closing, loss."""
