"""Who and what the client's data name, and codes in their place."""
