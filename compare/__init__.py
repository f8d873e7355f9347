"""Compare two governments' readouts of one event."""

__version__ = "0.1.0"
