"""Bodies: values as the bytes of a media type, and back."""
