"""Pictures of windows for docs/images."""
from __future__ import annotations

from pathlib import Path

COLOURS = 256


def publish(source: Path, target: Path) -> None:
    """Stores the picture with few colours, which keeps windows sharp and files small."""
    from PIL import Image

    target.parent.mkdir(parents=True, exist_ok=True)
    Image.open(source).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(target, optimize=True)
    print(f"{target}: {target.stat().st_size // 1000} kB")
