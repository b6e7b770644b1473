"""What everybody has in common who asks servers: the steps that are shown, and the way there and back."""
