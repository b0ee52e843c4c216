"""The steps of a study's data as functions for Python, with the keys of a study file as options."""
