"""Which forums matter: what each lets expect of returns net of the others, and which of them is first."""
