"""Names of layers and files are texts, whatever is in them: ``a<b>`` is not bold."""

from __future__ import annotations

import html


def literal(text: str) -> str:
    """``text`` as it stands, for what takes HTML or guesses whether it is that: message bars and boxes, tooltips."""
    escaped = html.escape(text, quote=False)
    # Others stay what they are, for a tooltip of plain text keeps its lines together.
    return text if escaped == text else f"<span>{escaped}</span>".replace("\n", "<br>")
