"""The bench: draws papers of its own, spoils them as the world does, and measures how well they are read."""
