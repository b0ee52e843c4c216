"""Granger tests beside the primary one: for series that wander, for panels, for tails and out of sample."""
