"""Help while one types a search: what can come next, what was searched for before, and what there is to say."""
