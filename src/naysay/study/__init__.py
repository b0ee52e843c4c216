"""The ground: what is asked (spec, file), what goes wrong (errors) and what frames hold (frames)."""
