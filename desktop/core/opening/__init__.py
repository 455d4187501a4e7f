"""A start on a profile that is whole: the first screen is read before the engine is there."""
