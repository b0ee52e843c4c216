"""The methods of a study as functions for Python, named as a study file names them."""
