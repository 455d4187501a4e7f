"""What people type into a search as values: the language, its names in English and Spanish, and what it means. Pure; any thread."""
