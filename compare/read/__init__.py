"""Source to readout: bytes, charsets, formats, clean-up, language."""
