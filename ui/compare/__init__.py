"""Before and after on the map canvas: a swipe, and the spectra of both rasters at a point."""
