"""One noun, one module: what a thing is and what is always true of it."""
