"""The four sweeps by kernels of our own, for GPUs: each does all that lies between two convolutions.

torch's operations read all maps from a GPU's memory and write them back, and a profiler counts 346 of them for a band.
Here there are 34, which read what they need once. They are written in Triton, which comes with torch where that
computes on NVIDIA's GPUs under Linux, and which compiles them when they are first used.

In reduced precision features, contexts and the encoder's states, once the region-aware block has chosen their filters,
are kept in that type only; what the recurrence carries on and all sums are float32. States have a rounded copy then: a
convolution sees each pixel nine times, which takes half the reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from ..blocks import SLOPE
from ..folded import FoldedCrossAttention, FoldedGRU, FoldedRegions
from ..inference import CHUNK_BANDS, CHUNK_PIXELS, Sweeps
from . import attention, convolutions, regions
from .pixels import PATCH_COLUMNS, PATCH_ROWS, patches
from .weights import Taps, guides, power_of_two

MOST_PARTS = 64
"""Into how many parts a tile's pixels are divided at most for sums over them."""
PROGRAMS = 1024
"""About as many as a large GPU has room for."""
MOST_TILES = 65535
"""Of one launch: CUDA's grids are not larger along their second axis."""
FILTERS_TOGETHER = 64
"""Tiles and bands whose filters are made at once, if no more go through the block together."""


@dataclass(frozen=True)
class State:
    """A hidden state, and the same as convolutions read it; in float32 that may be one tensor."""

    exact: Tensor
    rounded: Tensor


class FusedSweeps(Sweeps):
    """As ``Sweeps``, with weights that are ``arranged``. Maps have the border that ``pixels.py`` tells of."""

    def prepare(self, device: torch.device) -> None:
        self.filtered = self.states
        # All tiles at once, and of their bands as many as the plan of memory has.
        self.chunk = max(1, min(CHUNK_PIXELS // (self.height * self.width), CHUNK_BANDS, MOST_TILES // self.count))
        self.guides = guides(self.net.regions)
        self.blocks = -(-self.height * self.width // attention.PIXELS.value)
        self.parts = max(1, min(MOST_PARTS, PROGRAMS // self.count, self.blocks))
        self.kept: dict[str, Tensor] = {}

    def start(self, state: Tensor | None = None) -> State:
        hidden = self.state("hidden")
        if state is None:
            return State(hidden.exact.zero_(), hidden.rounded.zero_())
        return State(hidden.exact.copy_(state), state)

    def encode_down(self) -> Iterator[None]:
        for bands in self.chunks():
            seen = self.noisy[bands].flatten(0, 1)
            self.band_features(self.net.features, seen, out=self.rows(self.features, bands))
        yield from super().encode_down()

    def feature(self, band: int) -> Tensor:
        return self.band(self.features, band)

    def band_features(self, layers: tuple[Taps, Taps], bands: Tensor, out: Tensor | None = None) -> Tensor:
        first, second = layers
        between = self.work("between features", self.type, len(bands))
        out = self.work("features fed back", self.type) if out is None else out
        convolutions.from_band[self.grid(between)](
            bands, first.weight, first.bias, between, *self.layout, self.net.width, SLOPE
        )
        return self.convolve(second, between, slope=SLOPE, band=bands, out=out)

    def compensate(self, layer: FoldedCrossAttention, feature: Tensor, hidden: State) -> State:
        width, count, parts, pixels = self.net.width, self.count, self.parts, self.height * self.width
        before = hidden.exact
        products, sums = (before.new_empty(count, parts, *size) for size in ((2 * width, 2 * width), (2 * width,)))
        attention.moments[parts, count](feature, before, products, sums, pixels, *self.layout[1:], parts, width)
        matrix, offset = before.new_empty(count, width, width), before.new_empty(count, width)
        projections = [part for each in (layer.query, layer.key, layer.value) for part in (each.matrix, each.bias)]
        attention.attention[count,](products, sums, *projections, layer.apart, matrix, offset, pixels, parts, width)
        x = self.state("compensated")
        attention.mix[self.blocks, count](
            before, matrix, offset, x.exact, self.copy_of(x), pixels, *self.layout[1:], width
        )
        for index, (first, second) in enumerate(layer.blocks):
            between = self.convolve(first, x.rounded, slope=0.0, out=self.work("between compensations", self.type))
            last = before if index == len(layer.blocks) - 1 else None
            self.convolve(second, between, added=x.exact, also_added=last, out=x.exact, kept=self.copy_of(x))
        return x

    def gru(
        self, layer: FoldedGRU, hidden: State, inputs: Tensor, limit: float | None = None, out: Tensor | None = None
    ) -> State | Tensor:
        """With ``out`` the next state, rounded there; without, what a fusion sees of it."""
        update, reset_hidden = (self.work(name, self.type) for name in ("update", "reset state"))
        state = self.work("step", self.type) if out is None else self.work("hidden", torch.float32)
        first, second, before = layer.gates, layer.candidate, hidden.exact
        convolutions.gates[self.grid(before)](
            before, hidden.rounded, inputs, first.weight, first.bias, update, reset_hidden, *self.layout, self.net.width
        )
        convolutions.candidate[self.grid(before)](
            reset_hidden, inputs, second.weight, second.bias, before, update, state, out, self.met,
            *self.layout, limit, self.net.width,
        )  # fmt: skip
        return state if out is None else State(state, out)

    def fuse(
        self, layer: Taps, first: Tensor, second: Tensor, limit: float | None = None, encoded: int | None = None
    ) -> State | Tensor:
        """As there; the rounded copy of an encoded state lies where the block's result will."""
        if limit is None:
            return self.convolve(layer, first, second, slope=SLOPE, out=self.work("drive", self.type))
        if encoded is None:
            state = self.state("hidden")
        else:
            state = State(self.band(self.encoded, encoded), self.band(self.filtered, encoded))
        self.convolve(layer, first, second, slope=SLOPE, limit=limit, out=state.exact, kept=self.copy_of(state))
        return state

    def restore_band(self, hidden: State, band: int) -> None:
        first, second, last = self.net.head
        x = self.convolve(first, hidden.rounded, slope=SLOPE, out=self.work("first of head", self.type))
        x = self.convolve(second, x, slope=SLOPE, out=self.work("second of head", self.type))
        convolutions.to_band[self.grid(x)](
            x, last.weight, last.bias, self.noisy[band], self.restored[band], *self.layout, self.net.width
        )

    def attend(self, hidden: State, window: slice, out: Tensor) -> Tensor:
        (layer,) = self.net.attend
        states, step = self.band(self.filtered, window.start), self.count * self.filtered.stride(0)
        attention.attend[self.grid(hidden.rounded)](
            hidden.rounded, states, layer.weight, layer.bias, out, *self.layout, step, self.net.span, layer.slots,
            self.net.width,
        )  # fmt: skip
        return out

    def filter_states(self) -> None:
        """What tiles are pooled to is so little that the filters of many bands are made at once."""
        layer: FoldedRegions = self.net.regions
        most = max(self.chunk, -(-FILTERS_TOGETHER // self.count))
        for first in range(0, self.bands, most):
            bands = slice(first, min(first + most, self.bands))
            some, out = self.rows(self.encoded, bands), self.rows(self.filtered, bands)
            filters, spatial = self.tile_weights(layer, some)
            step = self.chunk * self.count
            for part in (slice(start, start + step) for start in range(0, len(some), step)):
                self.pick(layer, State(some[part], out[part]), filters[part], spatial[part])

    def tile_weights(self, layer: FoldedRegions, x: Tensor) -> tuple[Tensor, Tensor]:
        """The filters of each tile and band, and its spatial guide, as the kernel reads them."""
        width, slots = self.net.width, power_of_two(layer.regions)
        parts = max(1, min(MOST_PARTS, PROGRAMS // (regions.CELLS * len(x))))
        means = x.new_empty(len(x), regions.CELLS, parts, width)
        regions.pool[regions.CELLS * parts, len(x)](x, means, *self.layout, parts, width)
        means = means.sum(dim=2)
        each = layer.filters(means[:, :-1]).view(len(x), layer.regions, width, width, 9)
        filters = each.new_zeros(len(x), 9, width, slots, width)
        filters[:, :, :, : layer.regions] = each.permute(0, 4, 3, 1, 2)
        spatial = x.new_zeros(len(x), 3, 3, width, self.guides.choices)
        spatial[..., : layer.regions] = layer.guide_weights(means[:, -1])[:, ::2].permute(0, 3, 4, 2, 1)
        return filters, spatial

    def pick(self, layer: FoldedRegions, encoded: State, filters: Tensor, spatial: Tensor) -> None:
        """Both choices of every pixel, and what becomes of them, in place of the rounded states."""
        x = encoded.exact
        near, far = (self.work(name, self.type, len(x)) for name in ("by place", "by spectrum"))
        known, slots = self.guides, power_of_two(layer.regions)
        regions.pick[self.grid(x)](
            x, encoded.rounded, filters, spatial, known.spatial_bias, known.spectral, known.spectral_bias, near, far,
            *self.layout, self.net.width, slots, known.choices,
        )  # fmt: skip
        self.convolve(layer.mix, near, far, added=x, out=encoded.rounded)

    def convolve(
        self,
        layer: Taps,
        first: Tensor,
        second: Tensor | None = None,
        *,
        out: Tensor,
        slope: float = 1.0,
        added: Tensor | None = None,
        also_added: Tensor | None = None,
        band: Tensor | None = None,
        limit: float | None = None,
        kept: Tensor | None = None,
    ) -> Tensor:
        """See the kernel. ``out`` may be what is added, since only its own pixel reads that."""
        convolutions.convolve[self.grid(first)](
            first, second, layer.weight, layer.bias, added, also_added, band, out, kept, self.met,
            *self.layout, limit, self.net.width, slope,
        )  # fmt: skip
        return out

    @property
    def layout(self) -> tuple[int, int, int, int]:
        """Rows and columns of a tile, and how many pixels of memory a row and a tile take with their border."""
        return self.height, self.width, self.width + 2, (self.height + 2) * (self.width + 2)

    def list_of_states(self, length: int, dtype: torch.dtype) -> Tensor:
        return self.maps(length * self.count, dtype)

    def work(self, name: str, dtype: torch.dtype, count: int | None = None) -> Tensor:
        """Maps of any content that every step uses anew, under a name, ``[count, P, H, W]``."""
        count = self.count if count is None else count
        if name not in self.kept or len(self.kept[name]) < count:
            self.kept[name] = self.maps(count, dtype)
        return self.kept[name][:count]

    def state(self, name: str) -> State:
        """Room for a state of any content, as ``work``."""
        exact = self.work(name, torch.float32)
        return State(exact, exact if self.exact else self.work(f"{name}, rounded", self.type))

    def copy_of(self, state: State) -> Tensor | None:
        """Where its rounded copy is to be stored, if it is one."""
        return None if self.exact else state.rounded

    def maps(self, count: int, dtype: torch.dtype) -> Tensor:
        """Zeros ``[count, P, H, W]`` with a border of zeros around each; patches of the last may see beyond it."""
        _, _, across, area = self.layout
        beyond, width = PATCH_ROWS.value * across + PATCH_COLUMNS.value, self.net.width
        memory = torch.zeros((count * area + beyond) * width, dtype=dtype, device=self.noisy.device)
        tiles = memory[: count * area * width].view(count, -1, across, width)
        return tiles[:, 1:-1, 1:-1].permute(0, 3, 1, 2)

    def grid(self, maps: Tensor) -> tuple[int, int]:
        return patches(len(maps), self.height, self.width)
