"""The methods without weights by name. Imports nothing heavy; their modules, which need torch, when one is built."""

from __future__ import annotations

from importlib import import_module

from .tilewise import TilewiseMethod

METHODS = {
    "lrta": "lowrank.lrta:LRTA",
    "lrtdtv": "lowrank.lrtdtv:LRTDTV",
    "llrgtv": "lowrank.llrgtv:LLRGTV",
    "llrt": "lowrank.llrt:LLRT",
    "ngmeet": "lowrank.ngmeet:NGMeet",
    "fasthyde": "subspace.fasthyde:FastHyDe",
    "robustsubspace": "subspace.robust:RobustSubspace",
}
"""``hyperrestore:denoise…`` -> where in this folder the method is defined."""


def build_method(name: str) -> TilewiseMethod:
    """The method with its default settings, ready to run."""
    module, method = METHODS[name].split(":")
    return getattr(import_module(f".{module}", __package__), method)()
