"""A reason for records that a test makes by hand."""

from sim.why import Rule, Why

BECAUSE = Why(Rule("test.because", "", "A test wants it", "A test wants it so."))
