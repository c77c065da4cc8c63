"""The workshop: the same notebooks with levers that answer live, and decisions that the report finds again."""
