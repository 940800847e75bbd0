"""matplotlib's figure in a Qt widget, with QGIS's own Qt and letters for its languages."""

from __future__ import annotations

# Of these, fonts that are there follow matplotlib's own, which knows European letters only.
_WIDE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Heiti SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "SimHei", "Droid Sans Fallback",
)  # fmt: skip


def make_canvas():
    """``(figure, widget)``. Raises ``ImportError`` where there is no matplotlib that works with this Qt.

    matplotlib takes the Qt that is loaded already, which is QGIS's: nothing is to be set.
    """
    from matplotlib.figure import Figure

    try:
        from matplotlib.backends.backend_qtagg import FigureCanvasQTAgg
    except ModuleNotFoundError:
        # Before matplotlib 3.5, which knows Qt 5 only.
        from matplotlib.backends.backend_qt5agg import FigureCanvasQTAgg
    figure = Figure()
    return figure, FigureCanvasQTAgg(figure)


def font_families() -> list[str]:
    """matplotlib's own font, then those that are there and know more letters."""
    from matplotlib import font_manager

    there = {font.name for font in font_manager.fontManager.ttflist}
    return ["DejaVu Sans", *(name for name in _WIDE_FONTS if name in there)]
