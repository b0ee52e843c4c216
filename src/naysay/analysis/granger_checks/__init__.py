"""Checks of the primary Granger test: for series that wander, for panels, for tails and out of sample."""
