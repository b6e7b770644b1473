"""Tests of the features that stand on the layers of a host."""
