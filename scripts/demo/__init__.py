"""The scene and the picture of `make demo`."""
