"""How values look in files, and why one is refused: generic over attrs classes, knows no record."""
