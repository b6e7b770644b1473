"""Ordinary Python programs on simulated hosts: their standard library on top of our kernel, in virtual time."""
