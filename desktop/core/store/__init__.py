"""The local cache and the user's own work on disk: the only room that knows SQLAlchemy and SQLite."""
