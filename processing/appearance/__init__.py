"""What a result looks like once QGIS has loaded it: style, name, place in the layer tree, metadata. No ``qgis.gui``."""
