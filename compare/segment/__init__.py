"""Readout to sentences and points."""
