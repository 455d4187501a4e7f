"""What run.py needs to prepare a checkout and start what is in it. Standard library only; one process, no threads kept."""
