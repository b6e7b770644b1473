"""Practising: what is kept of a learner, and what is told."""
