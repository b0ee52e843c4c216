"""The ground: the study (spec, file), its errors, and the types that all floors share (frames, panel)."""
