"""Results as tables: plain columns, HTML, frames, and the palette of the tiers."""
