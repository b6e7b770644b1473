"""The record of everything that happened, and the state of every device at any point of it."""
