"""Pairs of readouts to links, beads and rejected candidates."""
