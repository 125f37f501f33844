"""Pure functions over the tiers of a country by report year, and their results."""
