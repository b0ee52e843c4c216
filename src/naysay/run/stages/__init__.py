"""What stages of earlier runs left in a workspace, and what a run computed again or reused, and why."""
