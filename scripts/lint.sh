#!/usr/bin/env bash
# Style over the whole repository, then the plugin repository's scans over exactly what ships.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
.venv/bin/ruff check .
.venv/bin/python scripts/scan.py
