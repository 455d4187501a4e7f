"""The door between the core and a screen: all that the UI may import of the core besides `core.mail`."""
