"""SSCAN and SSRNet in their plain eager form, that the fast inference is held against.

All layers are those of the papers, one call each, in PyTorch's usual layout. ``bench_networks.py`` times them, and the
tests of both networks compare with them.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from hyperrestore.models.bands import averaged_over_windows, bounce
from hyperrestore.models.bicubic import enlarge
from hyperrestore.models.sscan.network import SSCAN
from hyperrestore.models.ssrnet.network import SSRNet


def run_sscan(network: SSCAN, cube: Tensor) -> Tensor:
    """Window after window through the network's definition, ``[N, B, H, W]``."""
    arguments, bands = network.arguments, cube.shape[1]
    shown = cube[:, bounce(bands, max(bands, arguments.window))]
    return averaged_over_windows(shown, arguments.window, arguments.window_overlap, network)[:, :bands]


def run_ssrnet(network: SSRNet, cube: Tensor) -> Tensor:
    """Its modules called as the 3-D convolutions that they are, ``[N, L, H, W] -> [N, L, s·H, s·W]``."""
    first = x = network.head(cube[:, None])
    for module in network.body:
        units, unit = [], x
        for blocks in module.units:
            inner = unit
            for block in blocks:
                inner = F.relu(block.spectral(F.relu(block.spatial(inner))))
            unit = inner + unit
            units.append(unit)
        fused = F.relu(module.fuse(torch.cat(units, dim=1))) + x
        x = F.relu(module.last.spectral(F.relu(module.last.spatial(fused)))) + first
    finer = network.up.tail(network.up.enlarge(x))[:, 0]
    return finer + enlarge(cube, network.arguments.scale) if network.arguments.bicubic_skip else finer
