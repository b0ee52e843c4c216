"""Checks of the primary Granger test: for unit roots, for panels, for tails and out of sample."""
