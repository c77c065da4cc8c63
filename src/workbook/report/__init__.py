"""From blocks in words to pages: HTML and what is made from it."""
