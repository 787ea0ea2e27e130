"""Packages in the window: sending them, receiving them, and what was sent and received."""
