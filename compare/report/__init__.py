"""A finished comparison to text in some format."""
