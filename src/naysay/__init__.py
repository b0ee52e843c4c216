"""naysay measures what negative forum talk about a company does to its share price."""

__version__ = "0.1.0"
