"""Adding an account, and typing its password again."""
