"""Every shipped module keeps the house rules; and the check itself catches each breach."""
from __future__ import annotations

from pathlib import Path

import pytest

import code_rules
from package import ROOT, shipped_modules

FUTURE = "from __future__ import annotations\n"
GOOD = [
    "import os\nprofile = os.environ.get('HOME')",
    "from ..raster import Window",
    "import processing",
    "import sys\nif 'here' not in sys.path:\n    sys.path.append('here')",
    "mask = flags | 4",
    FUTURE + "def f(x: int | None) -> str | None: ...",
    FUTURE + "class A:\n    x: float | None = None",
]
BAD = [
    "assert True",
    "print('x')",
    "try:\n    pass\nexcept:\n    pass",
    "import sys\nsys.path.insert(0, '.')",
    "import sys\nsys.path[:0] = ['.']",
    "import sys\nsys.path = ['.']",
    "import sys\nchange = sys.path.append",
    "import os\nos.environ['A'] = 'b'",
    "import os\ndel os.environ['A']",
    "import os\nos.environ.setdefault('A', 'b')",
    "from os import environ",
    "from osgeo import gdal\ngdal.UseExceptions()",
    "from hyperrestore.raster import Window",
    "from raster.window import Window",
    "import errors",
    "match 1:\n    case 1:\n        pass",
    "def f(x: int | None): ...",
    FUTURE + "isinstance(1, int | float)",
    FUTURE + "Maybe = Window | None",
    "for a, b in zip(x, y, strict=True):\n    pass",
    "@dataclass(frozen=True, slots=True)\nclass A:\n    pass",
]


@pytest.mark.parametrize("path", shipped_modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_module_keeps_the_house_rules(path: Path) -> None:
    assert code_rules.findings(path.read_text(encoding="utf-8")) == []


def test_only_one_module_appends_to_the_path() -> None:
    appending = [path.name for path in shipped_modules() if "sys.path.append" in path.read_text(encoding="utf-8")]
    assert appending == ["private_folder.py"]


@pytest.mark.parametrize("source", GOOD)
def test_what_is_allowed_passes(source: str) -> None:
    assert code_rules.findings(source) == []


@pytest.mark.parametrize("source", BAD)
def test_each_breach_is_caught(source: str) -> None:
    assert len(code_rules.findings(source)) == 1
