"""The cable, its two ends, and what goes wrong on it; knows no IP."""
