"""What a resolver remembers of the answers that it got."""
