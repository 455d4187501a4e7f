"""The user's wishes: stored as operations, shown at once, carried out on the server when it can be reached, undone at will."""
