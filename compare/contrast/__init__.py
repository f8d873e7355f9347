"""Alignment to relations, statuses, findings and emphasis."""
