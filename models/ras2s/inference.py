"""RAS2S for speed: the network of ``network.py``, folded once and run channels-last without autograd.

What makes it faster than the definition, with the same result to float rounding:

- Channels are padded with zeros to a multiple of 8 and laid out last, where narrow convolutions run fastest. Padded
  channels stay exactly zero wherever they could be seen (the 3-D attention and the residuals).
- Features and the region-aware block, which do not depend on the recurrence, are computed for many bands in one call.
  Of convolutions over the hidden state and another map, the other map's half is not: one convolution over both side by
  side costs less than the sum of two, most of all in reduced precision.
- The update and reset gates are one convolution; ``tanh(a)`` is ``1 - 2σ(-2a)`` with the -2 folded into the weights,
  which costs a quarter of the library's tanh.
- Queries and keys of the channel attention are never computed: sums of products of their inputs tell all of it, and
  attention times value projection is one small matrix per tile.
- The 3-D convolution over (feature channel, row, column) is a banded 2-D one, for as many channels at a time as fill
  the 16 maps that a convolution computes at once.
- In the region-aware block both guides are one convolution, the gains in its weights, and a pixel's filter is a row
  taken from the results of all filters.
- States of the second sweep overwrite those of the first, and those of the third the encoder's: two lists of states
  live at a time.

In reduced precision the convolutions compute, and give, the type of their weights. States, sums, products and norms
over pixels, soft-max, gates, the generation of filters, the logits of choices and the last convolution are float32.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from ..cuda_graphs import Replays, plainly
from .blocks import SLOPE
from .folded import Conv, FoldedCrossAttention, FoldedGRU, FoldedRAS2S
from .maps import image, largest, moments, pixels, pooled, products, within
from .network import StateBounds, context_window
from .pages import large

CHUNK_PIXELS = 2**15
"""Pixels times bands of one call outside the recurrence: enough to amortise the call, little enough for the cache."""


@dataclass(frozen=True)
class Sweep:
    """Result of one pass: the cube and, per tile, the share of state values that met their bounds."""

    restored: Tensor
    """``[N, B, H, W]``"""
    bounded: Tensor
    """``[N]``, 0 to 1"""


UNRECORDED_PIXELS = 2**19
"""Pixels of a batch's bands from which on a GPU takes longer than launching its work: nothing is recorded then."""

Run = Callable[[FoldedRAS2S, Tensor, StateBounds, Callable[[float], None]], Sweep]
"""A way to run the network, as ``run``."""


def run(net: FoldedRAS2S, cube: Tensor, bounds: StateBounds, tick: Callable[[float], None]) -> Sweep:
    """Restore ``cube`` ``float32 [N, B, H, W]``, B at least ``net.span``; ``tick`` hears the share that is done."""
    with torch.inference_mode():
        # GPUs would have to wait for every answer.
        looks = cube.device.type == "cpu"
        return plainly(Sweeps(net, cube.shape, cube.device, bounds, looks), cube, tick)


def recorded(replays: Replays, sweeps: type[Sweeps] | None = None) -> Run:
    """As ``run``, but small batches of a shape that came before are played from a recording, and ticks are fewer.

    ``sweeps`` is another way to do them than ``Sweeps``, with weights that it can read.
    """
    form = sweeps or Sweeps

    def run_recorded(net: FoldedRAS2S, cube: Tensor, bounds: StateBounds, tick: Callable[[float], None]) -> Sweep:
        def build() -> Sweeps:
            return form(net, cube.shape, cube.device, bounds)

        with torch.inference_mode():
            if cube[:, 0].numel() >= UNRECORDED_PIXELS:
                return plainly(build(), cube, tick)
            sweep = replays.run((tuple(cube.shape), bounds), build, cube, tick)
            return Sweep(sweep.restored.clone(), sweep.bounded)

    return run_recorded


class Sweeps:
    """The four sweeps over batches of one shape, in buffers of their own: ``load``, exhaust ``steps``, take ``result``.

    What the steps do depends on the shape alone, so that they can be recorded once and played again; unless they may
    take a look (``looks``) whether there is anything to count.
    """

    def __init__(
        self,
        net: FoldedRAS2S,
        shape: Sequence[int],
        device: torch.device,
        bounds: StateBounds,
        looks: bool = False,
    ) -> None:
        self.net, self.bounds, self.looks = net, bounds, looks
        self.count, self.bands, self.height, self.width = shape
        self.chunk = max(1, CHUNK_PIXELS // (self.count * self.height * self.width))
        # Channels-last in strides, too: convolutions over a single channel go by them.
        self.noisy, self.restored = (
            large((self.bands, self.count, self.height, self.width, 1), device).permute(0, 1, 4, 2, 3) for _ in range(2)
        )
        self.met = torch.zeros(self.count, dtype=torch.int64, device=device)
        self.features = self.list_of_states(self.bands)
        # Sweeps read the states of the one before from ``room`` places behind those that they write, or the other way
        # round: the third still needs the encoder's, and what is read by neighbouring pixels is not overwritten.
        self.room = max(1, net.span - 1)
        self.states = self.list_of_states(self.bands + self.room)
        self.encoded = self.states
        # Of the filters' results for every pixel, ``regions`` rows each, the first; twice, for either guide.
        firsts = torch.arange(self.height * self.width, device=device) * net.regions.regions
        self.first_rows = firsts.repeat_interleave(2)

    def load(self, cube: Tensor) -> None:
        """The batch that the next steps restore."""
        self.noisy[:, :, 0].copy_(cube.transpose(0, 1))

    def steps(self) -> Iterator[float]:
        """All of the work; gives the share done after each band of each sweep."""
        self.met.zero_()
        total, done = 4 * self.bands, 0
        for sweep in (self.encode_down, self.encode_up, self.decode_down, self.decode_up):
            for _ in sweep():
                done += 1
                yield done / total

    def result(self) -> Sweep:
        """Of the batch that was restored last; the next one overwrites it."""
        values = self.bands * self.height * self.width * self.net.width
        return Sweep(restored=self.restored[:, :, 0].transpose(0, 1), bounded=self.met / (4 * values))

    def encode_down(self) -> Iterator[None]:
        """Features of all bands into ``features``; the first sweep, from the last band to the first."""
        net = self.net
        for bands in self.chunks():
            self.band_features(net.features, self.noisy[bands].flatten(0, 1), out=self.rows(self.features, bands))
        hidden = self.start()
        for band in reversed(range(self.bands)):
            feature, state = self.band(self.features, band), self.band(self.states, band + self.room)
            hidden = self.compensate(net.compensate_encoder, feature, hidden)
            hidden = self.gru(net.encoder_down, hidden, feature, self.bounds.down, out=state)
            yield

    def encode_up(self) -> Iterator[None]:
        """Second sweep and the region-aware block; ``states`` begins with the encoder's output."""
        net = self.net
        hidden = self.start(self.band(self.states, self.room))
        for band in range(self.bands):
            hidden = self.gru(net.encoder_up, hidden, self.band(self.features, band))
            earlier, state = self.band(self.states, band + self.room), self.band(self.encoded, band)
            hidden = self.fuse(net.fuse_encoder, hidden, earlier, self.bounds.up, out=state)
            yield
        self.filter_states()

    def decode_down(self) -> Iterator[None]:
        """Third sweep: reads encoder states, leaves contexts in ``features``, its own states ``room`` places on."""
        net, reach = self.net, self.net.span // 2
        hidden = self.start(self.band(self.states, self.bands - 1))
        for band in reversed(range(self.bands)):
            window = context_window(band, self.bands, reach)
            context = self.attend(hidden, window, out=self.band(self.features, band))
            hidden = self.compensate(net.compensate_decoder, context, hidden)
            state = self.band(self.states, band + self.room)
            hidden = self.gru(net.decoder_down, hidden, context, self.bounds.down, out=state)
            yield

    def decode_up(self) -> Iterator[None]:
        """Fourth sweep: restores band after band, each fed back into the next."""
        net = self.net
        hidden, fed_back = self.start(self.band(self.states, self.room)), self.band(self.features, 0)
        for band in range(self.bands):
            drive = self.fuse(net.fuse_feedback, fed_back, self.band(self.features, band))
            hidden = self.gru(net.decoder_up, hidden, drive)
            hidden = self.fuse(net.fuse_decoder, hidden, self.band(self.states, band + self.room), self.bounds.up)
            self.restore_band(hidden, band)
            fed_back = self.band_features(net.feedback, self.restored[band])
            yield

    def start(self, state: Tensor | None = None) -> Tensor:
        """What a sweep begins with: a copy of a state, or zeros."""
        if state is None:
            return torch.zeros_like(self.band(self.features, 0))
        return state.clone(memory_format=torch.channels_last)

    def band_features(self, layers: tuple[Conv, Conv], bands: Tensor, out: Tensor | None = None) -> Tensor:
        """Features of single bands, ``[·, 1, H, W] -> [·, P, H, W]``."""
        x = F.leaky_relu_(layers[0](bands), SLOPE)
        return torch.add(F.leaky_relu_(layers[1](x).float(), SLOPE), bands, out=out)

    def compensate(self, layer: FoldedCrossAttention, feature: Tensor, hidden: Tensor) -> Tensor:
        """Channel cross-attention and its residual blocks."""
        flat, seen = pixels(hidden), pixels(feature)
        mixing, offset = layer.mixing(moments(seen), moments(flat), products(seen, flat))
        x = image(torch.baddbmm(offset, flat, mixing), self.height, self.width)
        for first, second in layer.blocks:
            x = x.add_(second(F.relu_(first(x))))
        return x.add_(hidden)

    def gru(
        self, layer: FoldedGRU, hidden: Tensor, inputs: Tensor, limit: float | None = None, out: Tensor | None = None
    ) -> Tensor:
        """One step of the convolutional GRU, bounded by ``limit`` if there is one."""
        both = torch.cat([hidden, inputs], dim=1).to(layer.gates.weight.dtype)
        update, reset = layer.gates(both).float().sigmoid_().chunk(2, dim=1)
        # A product written in another type into part of a map would take fifteen times as long as these two copies.
        both[:, : self.net.width] = (reset * hidden).to(both.dtype)
        candidate = torch.rsub(layer.candidate(both).float().sigmoid_(), 1, alpha=2)
        return self.bound(torch.lerp(hidden, candidate, update, out=out), limit)

    def fuse(
        self, layer: Conv, first: Tensor, second: Tensor, limit: float | None = None, out: Tensor | None = None
    ) -> Tensor:
        """Two maps into one, bounded by ``limit`` if there is one."""
        fused = layer(first, second)
        fused = fused.float() if out is None else out.copy_(fused)
        return self.bound(F.leaky_relu_(fused, SLOPE), limit)

    def restore_band(self, hidden: Tensor, band: int) -> None:
        """The head: the restored band, from the last sweep's state."""
        first, second, last = self.net.head
        x = F.leaky_relu_(first(hidden), SLOPE)
        x = F.leaky_relu_(second(x), SLOPE)
        torch.add(last(x), self.noisy[band], out=self.restored[band])

    def attend(self, hidden: Tensor, window: slice, out: Tensor) -> Tensor:
        """Soft choice among the bands' encoder states, per feature channel and pixel; ``out`` keeps its padding."""
        neighbours = [self.band(self.states, index) for index in range(window.start, window.stop)]
        for lane in self.net.attend:
            seen = torch.cat([state[:, lane.inputs] for state in (hidden, *neighbours)], dim=1)
            # Powers of two take a third of the time that those of e do.
            parts = lane.weigh(seen).float().sigmoid_().mul_(2 / math.log(2)).exp2_().chunk(len(neighbours), dim=1)
            states = [state[:, lane.outputs] for state in neighbours]
            # The sum grows where the first part was.
            mixed, total = parts[0] * states[0], parts[0]
            for part, state in zip(parts[1:], states[1:]):
                total.add_(part)
                mixed.addcmul_(part, state)
            torch.div(mixed, total, out=out[:, lane.outputs])
        return out

    def filter_states(self) -> None:
        """The region-aware block on all of the encoder's states."""
        for bands in self.chunks():
            self.region_filters(self.rows(self.encoded, bands), out=self.rows(self.states, bands))

    def region_filters(self, x: Tensor, out: Tensor) -> None:
        """The region-aware block over many bands and tiles at once, ``[·, P, H, W]``; ``out`` may be ``x``."""
        layer = self.net.regions
        filters = layer.filters(pooled(x).flatten(2).transpose(1, 2))
        guides = layer.guide_weights(x.mean(dim=(2, 3)))
        shown = x.to(filters.dtype)
        picked = shown.new_empty((len(x), len(self.first_rows), self.net.width))
        for index in range(len(x)):
            one = slice(index, index + 1)
            logits = F.conv2d(x[one], guides[index], layer.guides.bias, padding=1)
            each = pixels(logits)[0].unflatten(1, (layer.regions, 2)).transpose(0, 1).flatten(1)
            candidates = pixels(F.conv2d(shown[one], filters[index], padding=1))[0].reshape(-1, self.net.width)
            torch.index_select(candidates, 0, self.first_rows + largest(each), out=picked[index])
        # Both choices for a pixel lie side by side, as channels.
        both = image(picked.view(len(x), -1, 2 * self.net.width), self.height, self.width)
        torch.add(layer.mix(both), x, out=out)

    def bound(self, hidden: Tensor, limit: float | None) -> Tensor:
        """Clamp states in place, and count the values that met the limit."""
        if limit is not None and not (self.looks and within(hidden, limit)):
            self.met += (pixels(hidden).flatten(1).abs() >= limit).sum(dim=1)
            hidden.clamp_(-limit, limit)
        return hidden

    def list_of_states(self, length: int) -> Tensor:
        shape = (length * self.count, self.height, self.width, self.net.width)
        return large(shape, self.noisy.device).permute(0, 3, 1, 2)

    def chunks(self) -> list[slice]:
        return [slice(at, min(at + self.chunk, self.bands)) for at in range(0, self.bands, self.chunk)]

    def rows(self, states: Tensor, bands: slice) -> Tensor:
        return states[bands.start * self.count : bands.stop * self.count]

    def band(self, states: Tensor, index: int) -> Tensor:
        return states[index * self.count : (index + 1) * self.count]
