"""SSCAN for speed: the network of ``network.py``, folded once and run channels-last without autograd.

What makes it faster than the definition, with the same result to float rounding:

- Maps are channels-last, where the convolutions of this width run fastest, and a few at a time, so that all that a
  block makes of them stays in the processor's cache and comes from memory that was just given back.
- A group that several windows hold, with the same neighbour, goes through the branch once.
- Gains, gates and sums are taken in place; what is linear between pooled values and gains is one matrix.
- The spatial attention's convolution, two maps to one, takes eight pixels of a row for channels.

In reduced precision the convolutions compute in the type of their weights; maps, sums and gains stay as they are.
"""

from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from .folding import ABREAST, Conv, FoldedBlock, FoldedChain, FoldedGains, FoldedSSCAN
from .groups import Pair, Windows, plan_windows

CHUNK_PIXELS = 2**14
"""Pixels times groups of one tile that go through a chain together, if that many: the cache holds their maps."""

GPU_CHUNK_PIXELS = 2**16
"""The same on a GPU, where launches are what small chunks wait for: with 2^14 sixteen tiles of 64 px and 100 bands took
1.9 times as long as with 2^20 (H100, fp16); 2^16 itself was not timed."""


def steps(net: FoldedSSCAN, shape: tuple[int, ...], on_gpu: bool = False) -> int:
    """How often ``run`` calls ``tick`` for a cube of ``shape``, in about equal intervals."""
    plan, chunk = plan_windows(net.arguments, shape[1]), chunk_groups(shape[2] * shape[3], on_gpu)
    return net.arguments.blocks * (-(-len(plan.pairs) // chunk) - (-len(plan.bands) // chunk))


def run(net: FoldedSSCAN, cube: Tensor, tick: Callable[[], None] = lambda: None) -> Tensor:
    """Denoise ``cube`` ``float32 [N, B, H, W]`` with any B; bands in several windows get the mean of theirs."""
    with torch.inference_mode():
        plan, chunk = plan_windows(net.arguments, cube.shape[1]), chunk_groups(cube[0, 0].numel(), cube.is_cuda)
        merged = _branch(net, cube, plan, chunk, tick)
        return _trunk(net, cube, merged, plan, chunk, tick)


def chunk_pixels(on_gpu: bool) -> int:
    """Pixels times groups, or windows, of a tile that go through a chain together, unless a group has more."""
    return GPU_CHUNK_PIXELS if on_gpu else CHUNK_PIXELS


def chunk_groups(pixels: int, on_gpu: bool = False) -> int:
    """How many groups, or windows, of a tile of ``pixels`` those are."""
    return max(1, chunk_pixels(on_gpu) // pixels)


def _branch(net: FoldedSSCAN, cube: Tensor, plan: Windows, chunk: int, tick: Callable[[], None]) -> Tensor:
    """The groups' features brought together in every window, ``[N, windows, window, H, W]``."""
    count, _, height, width = cube.shape
    merged = cube.new_zeros(count, len(plan.bands), net.arguments.window, height, width)
    times = cube.new_zeros(merged.shape[1:3])
    means = cube.mean(dim=(2, 3))
    for start in range(0, len(plan.pairs), chunk):
        pairs = plan.pairs[start : start + chunk]
        crossed = _crossed(net.cross, cube, means, pairs).flatten(0, 1)
        featured = _chain(net.branch, _map(crossed), tick).unflatten(0, (count, len(pairs)))
        for index, pair in enumerate(pairs):
            for window, place in pair.places:
                bands = slice(place, place + net.arguments.group)
                merged[:, window, bands] += featured[:, index]
                times[window, bands] += 1
    return merged.div_(times[:, :, None, None])


def _crossed(layer: FoldedGains, cube: Tensor, means: Tensor, pairs: tuple[Pair, ...]) -> Tensor:
    """Groups times what they take from their neighbours, ``[N, pairs, K, H, W]``."""
    groups, around = [pair.group for pair in pairs], [pair.group + pair.neighbour for pair in pairs]
    gains = 1 + _gains(layer, torch.relu(means[:, around] @ layer.squeeze[0] + layer.squeeze[1]))
    return cube[:, groups].mul_(gains[..., None, None])


def _trunk(
    net: FoldedSSCAN, cube: Tensor, merged: Tensor, plan: Windows, chunk: int, tick: Callable[[], None]
) -> Tensor:
    """``cube`` plus the mean of what the windows' second chains give for its bands."""
    bands = cube.shape[1]
    total, times = torch.zeros_like(cube), cube.new_zeros(bands, 1, 1)
    for start in range(0, len(plan.bands), chunk):
        some = plan.bands[start : start + chunk]
        maps = _map(merged[:, start : start + chunk].flatten(0, 1))
        found = _chain(net.trunk, maps, tick).unflatten(0, (cube.shape[0], len(some)))
        for index, window in enumerate(some):
            # Fewer bands than a window holds come first and then reflected: only the first ones count.
            held = slice(window[0], window[0] + min(bands, len(window)))
            total[:, held] += found[:, index, : held.stop - held.start]
            times[held] += 1
    return total.div_(times).add_(cube)


def _chain(chain: FoldedChain, x: Tensor, tick: Callable[[], None]) -> Tensor:
    wide = _conv(x, chain.head)
    deep = wide.clone(memory_format=torch.channels_last)
    for block in chain.body:
        _block_into(block, deep)
        tick()
    return _conv(deep.add_(wide), chain.tail)


def _block_into(block: FoldedBlock, x: Tensor) -> None:
    """The attention block, its sum taken in ``x`` itself."""
    height, width = x.shape[2:]
    inner = pixels(_conv(F.relu_(_conv(x, block.first)), block.second))
    matrix, bias = block.spectral.squeeze
    squeezed = torch.relu(_pooled(inner, 1) @ matrix + bias).flatten(1)
    inner.mul_(_gains(block.spectral, squeezed)[:, None])
    pixels(x).addcmul_(inner, _pixel_gains(block, inner, height, width))


def _pixel_gains(block: FoldedBlock, inner: Tensor, height: int, width: int) -> Tensor:
    """The spatial attention of ``[n, H·W, C]`` as ``[n, H·W, 1]``."""
    pooled = _pooled(inner, 2)
    if block.rectified:
        pooled = pooled.relu_()
    rows = F.pad(pooled.unflatten(1, (height, width)), (0, 0, 0, -width % ABREAST))
    blocks = rows.unflatten(2, (-1, ABREAST)).flatten(3).permute(0, 3, 1, 2)
    weighed = _conv(blocks, block.spatial).permute(0, 2, 3, 1)
    return weighed.flatten(2)[:, :, :width].flatten(1)[..., None].sigmoid()


def _pooled(x: Tensor, dim: int) -> Tensor:
    """Mean and maximum along ``dim``, side by side in its place."""
    return torch.stack([x.mean(dim=dim), x.amax(dim=dim)], dim=dim)


def _gains(layer: FoldedGains, squeezed: Tensor) -> Tensor:
    return torch.sigmoid(squeezed @ layer.excite[0] + layer.excite[1])


def _conv(x: Tensor, layer: Conv) -> Tensor:
    """Computed in the type of its weights, given in that of ``x``: torch pools bfloat16 maps 17 times as slowly."""
    weight, bias = layer
    padding = (weight.shape[2] // 2, weight.shape[3] // 2)
    return F.conv2d(x.to(weight.dtype), weight, bias, padding=padding).to(x.dtype)


def _map(x: Tensor) -> Tensor:
    return x.contiguous(memory_format=torch.channels_last)


def pixels(x: Tensor) -> Tensor:
    """Channels-last ``[n, C, H, W]`` seen as ``[n, H·W, C]``, without a copy."""
    return x.permute(0, 2, 3, 1).flatten(1, 2)
