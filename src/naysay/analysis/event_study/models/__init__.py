"""Normal returns: one file a model, each with a constant MODEL."""
