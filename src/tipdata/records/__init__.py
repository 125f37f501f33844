"""Records, one noun per module: what each is and what is always true of it."""
