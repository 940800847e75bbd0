"""`make package`: writes build/hyperrestore-VERSION.zip and holds it against the rules of the plugin repository."""
from __future__ import annotations

import sys
import zipfile
from collections import Counter

from package import NAME, ROOT, build_zip, plugin_version
from scan import zip_findings
from zip_rules import zip_problems


def main() -> None:
    target = ROOT / "build" / f"{NAME}-{plugin_version()}.zip"
    build_zip(target)
    problems = zip_problems(target) + zip_findings(target)
    if problems:
        sys.exit("package: " + "\npackage: ".join(problems))
    with zipfile.ZipFile(target) as archive:
        entries = archive.infolist()
    sizes: Counter[str] = Counter()
    for entry in entries:
        sizes[entry.filename.split("/")[1]] += entry.compress_size
    largest = ", ".join(f"{name} {size / 1e6:.2f}" for name, size in sizes.most_common(4))
    print(f"{target.relative_to(ROOT)}: {len(entries)} files, {target.stat().st_size / 1e6:.2f} MB ({largest})")


if __name__ == "__main__":
    main()
