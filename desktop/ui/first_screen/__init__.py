"""What is seen while there is no account."""
