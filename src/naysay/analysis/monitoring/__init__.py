"""Studies that report again and again on growing data: one boundary for all their reports together."""
