"""What ``scheduler`` may say: the address of a Dask scheduler, processes of this machine, or nothing."""

from __future__ import annotations

import re

from ..errors import InvalidParameter

LOCAL = re.compile(r"local(:(?P<count>[1-9]\d{0,2}))?")
ADDRESS = re.compile(r"(?!local(:|$))((tcp|tls)://)?([\w.-]+|\[[0-9a-fA-F:]+\]):\d{1,5}")


def check_scheduler(text: str) -> None:
    """Raises `InvalidParameter` for what is no way to a cluster; empty means this process."""
    if text and not (LOCAL.fullmatch(text) or ADDRESS.fullmatch(text)):
        raise InvalidParameter(
            f"The scheduler was given as '{text}'; use the address of a Dask scheduler, such as tcp://host:8786, or "
            "'local:4' for four processes of this machine, or nothing."
        )
