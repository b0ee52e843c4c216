"""Methods a study can name: each file is one, with a constant METHOD of type ``base.Method``."""
