"""Figures on quality and speed, and the data they are measured on."""
