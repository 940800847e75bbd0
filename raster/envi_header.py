"""The text of an ENVI header: read its fields, replace some of them."""

from __future__ import annotations

import re

# A field is "key = value" at the start of a line; a value in braces runs on to its closing brace, over many lines.
_FIELD = re.compile(r"^[ \t]*([^=\n{}]+?)[ \t]*=[ \t]*(\{[^}]*\}|[^\n]*)[ \t]*(?:\n|\Z)", re.MULTILINE)


def parse(text: str) -> dict[str, str]:
    """Fields of a header by lower-case key, with the words apart as the file has them; values keep their braces.

    Empty for a text that does not start with ``ENVI``.
    """
    if not text.lstrip("\ufeff").startswith("ENVI"):
        return {}
    return {match[1].lower(): match[2].strip() for match in _FIELD.finditer(text.replace("\r\n", "\n"))}


def replace(text: str, fields: dict[str, str | None]) -> str:
    """The header with fields set to new values, or taken out where the value is None; a new field is appended.

    Of a field that is there twice (GDAL repeats ``geo points`` when it updates a header) the first stays.
    """
    seen = set()

    def rewrite(match: re.Match) -> str:
        key = match[1].lower()
        again = key in seen
        seen.add(key)
        if again or (key in fields and fields[key] is None):
            return ""
        return f"{match[1]} = {fields[key]}\n" if key in fields else match[0]

    kept = _FIELD.sub(rewrite, text.replace("\r\n", "\n"))
    added = [f"{key} = {value}\n" for key, value in fields.items() if key not in seen and value is not None]
    return kept + "".join(added)


def split_list(value: str) -> list[str]:
    """The items of a brace list, or of a bare list parted by commas or blanks."""
    inner = value.strip().lstrip("{").rstrip("}").strip()
    if not inner:
        return []
    return [item.strip() for item in inner.split(",")] if "," in inner else inner.split()


def join_list(items) -> str:
    """A brace list."""
    return "{" + ", ".join(items) + "}"
