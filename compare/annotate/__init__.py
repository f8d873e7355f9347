"""What each point says: speaker, stance, names, numbers, concepts, topics."""
