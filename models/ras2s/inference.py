"""RAS2S for speed: the network of ``network.py``, folded once and run channels-last without autograd.

What makes it faster than the definition, with the same result to float rounding:

- Channels are padded with zeros to a multiple of 8 and laid out last, where narrow convolutions run fastest. Padded
  channels stay exactly zero wherever they could be seen (the 3-D attention and the residuals).
- The region-aware block, which does not depend on the recurrence, takes many bands in one call. Of convolutions over
  the hidden state and another map, the other map's half is not hoisted: one convolution over both side by side costs
  less than the sum of two, most of all in reduced precision.
- The update and reset gates are one convolution; ``tanh(a)`` is ``1 - 2σ(-2a)`` with the -2 folded into the weights,
  which costs a quarter of the library's tanh.
- Queries and keys of the channel attention are never computed: sums of products of their inputs tell all of it, and
  attention times value projection is one small matrix per tile.
- The 3-D convolution over (feature channel, row, column) is a banded 2-D one, for as many channels at a time as fill
  the 16 maps that a convolution computes at once.
- In the region-aware block both guides are one convolution, the gains in its weights, and a pixel's filter is a row
  taken from the results of all filters.
- States of the third sweep overwrite the encoder's, and in float32 those of the second the first one's: two lists of
  states live at a time, or three of the same size together.

In reduced precision the convolutions compute, and give, the type of their weights, and what is kept for convolutions
alone is of that type: they would round it anyway. What the recurrence carries on, the encoder's states, sums, products
and norms over pixels, soft-max, gates, the generation of filters, the logits of choices and the last convolution are
float32.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from .blocks import SLOPE
from .folded import Conv, FoldedCrossAttention, FoldedGRU, FoldedRAS2S
from .maps import image, largest, moments, pixels, pooled, products, within
from .network import StateBounds, context_window
from .pages import large

CHUNK_PIXELS = 2**15
"""Pixels times bands of one call outside the recurrence: enough to amortise the call, little enough for the cache."""

CHUNK_BANDS = 64
"""Bands of one call at most: however small a tile is, each has filters of its own, 46 kB of them."""


@dataclass(frozen=True)
class Sweep:
    """Result of one pass: the cube and, per tile, the share of state values that met their bounds."""

    restored: Tensor
    """``[N, B, H, W]``"""
    bounded: Tensor
    """``[N]``, 0 to 1"""


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
        self.type = net.fuse_encoder.weight.dtype
        self.count, self.bands, self.height, self.width = shape
        # Channels-last in strides, too: convolutions over a single channel go by them.
        self.noisy, self.restored = (
            large((self.bands, self.count, self.height, self.width, 1), device).permute(0, 1, 4, 2, 3) for _ in range(2)
        )
        self.met = torch.zeros(self.count, dtype=torch.int64, device=device)
        self.features = self.list_of_states(self.bands, self.type)
        # Sweeps read the states of the one before from ``room`` places behind those that they write, or the other way
        # round: the third still needs the encoder's, and what is read by neighbouring pixels is not overwritten.
        self.room = max(1, net.span - 1)
        self.states = self.list_of_states(self.bands + self.room, self.type)
        self.exact = self.type == torch.float32
        self.encoded = self.states if self.exact else self.list_of_states(self.bands, torch.float32)
        self.prepare(device)

    def prepare(self, device: torch.device) -> None:
        """What this way of doing the steps needs besides the lists."""
        self.filtered = self.encoded
        self.chunk = max(1, min(CHUNK_BANDS, CHUNK_PIXELS // (self.count * self.height * self.width)))
        self.context = None if self.exact else torch.zeros_like(self.band(self.encoded, 0))
        # Of the filters' results for every pixel, ``regions`` rows each, the first; twice, for either guide.
        firsts = torch.arange(self.height * self.width, device=device) * self.net.regions.regions
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
        """Features, and the first sweep, from the last band to the first."""
        net, hidden = self.net, self.start()
        for band in reversed(range(self.bands)):
            hidden = self.compensate(net.compensate_encoder, self.feature(band), hidden)
            feature, state = self.band(self.features, band), self.band(self.states, band + self.room)
            hidden = self.gru(net.encoder_down, hidden, feature, self.bounds.down, out=state)
            yield
        self.carried = hidden

    def encode_up(self) -> Iterator[None]:
        """Second sweep and the region-aware block; ``filtered`` ends as the encoder's output."""
        net, hidden = self.net, self.carried
        for band in range(self.bands):
            hidden = self.gru(net.encoder_up, hidden, self.band(self.features, band))
            hidden = self.fuse(
                net.fuse_encoder, hidden, self.band(self.states, band + self.room), self.bounds.up, encoded=band
            )
            yield
        self.filter_states()

    def decode_down(self) -> Iterator[None]:
        """Third sweep: reads encoder states, leaves contexts in ``features``, its own states ``room`` places on."""
        net, reach = self.net, self.net.span // 2
        hidden = self.start(self.band(self.filtered, self.bands - 1))
        for band in reversed(range(self.bands)):
            kept, state = self.band(self.features, band), self.band(self.states, band + self.room)
            context = self.attend(hidden, context_window(band, self.bands, reach), out=kept)
            hidden = self.compensate(net.compensate_decoder, context, hidden)
            hidden = self.gru(net.decoder_down, hidden, kept, self.bounds.down, out=state)
            yield
        self.carried = hidden

    def decode_up(self) -> Iterator[None]:
        """Fourth sweep: restores band after band, each fed back into the next."""
        net, hidden, fed_back = self.net, self.carried, self.band(self.features, 0)
        for band in range(self.bands):
            drive = self.fuse(net.fuse_feedback, fed_back, self.band(self.features, band))
            hidden = self.gru(net.decoder_up, hidden, drive)
            hidden = self.fuse(net.fuse_decoder, hidden, self.band(self.states, band + self.room), self.bounds.up)
            self.restore_band(hidden, band)
            fed_back = self.band_features(net.feedback, self.restored[band]).to(self.type)
            yield

    def start(self, state: Tensor | None = None) -> Tensor:
        """What a sweep begins with: a copy of a state, or zeros."""
        if state is None:
            return torch.zeros_like(self.band(self.encoded, 0))
        return state.clone(memory_format=torch.channels_last)

    def feature(self, band: int) -> Tensor:
        """A band's features, which stay in ``features`` for convolutions."""
        kept = self.band(self.features, band)
        return self.keep(self.band_features(self.net.features, self.noisy[band], kept if self.exact else None), kept)

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
        """One step of the convolutional GRU, bounded by ``limit`` if there is one.

        With ``out``, where it is kept, the state is given in float32. Without, it is for a fusion only.
        """
        both = torch.cat([hidden.to(self.type), inputs], dim=1)
        update, reset = layer.gates(both).float().sigmoid_().chunk(2, dim=1)
        # A product written in another type into part of a map would take fifteen times as long as these two copies.
        both[:, : self.net.width] = (reset * hidden).to(self.type)
        candidate = torch.rsub(layer.candidate(both).float().sigmoid_(), 1, alpha=2)
        state = self.bound(torch.lerp(hidden, candidate, update, out=out if self.exact else None), limit)
        return state.to(self.type) if out is None else self.keep(state, out)

    def fuse(
        self, layer: Conv, first: Tensor, second: Tensor, limit: float | None = None, encoded: int | None = None
    ) -> Tensor:
        """Two maps into one, bounded by ``limit`` and in float32 if there is one, else for convolutions only.

        It stays in ``self.encoded`` if that is for the band ``encoded``.
        """
        fused = layer(first, second)
        if limit is None:
            return F.leaky_relu_(fused, SLOPE)
        fused = fused.float() if encoded is None else self.band(self.encoded, encoded).copy_(fused)
        return self.bound(F.leaky_relu_(fused, SLOPE), limit)

    def restore_band(self, hidden: Tensor, band: int) -> None:
        """The head: the restored band, from the last sweep's state."""
        first, second, last = self.net.head
        x = F.leaky_relu_(first(hidden), SLOPE)
        x = F.leaky_relu_(second(x), SLOPE)
        torch.add(last(x), self.noisy[band], out=self.restored[band])

    def attend(self, hidden: Tensor, window: slice, out: Tensor) -> Tensor:
        """Soft choice among the bands' encoder states, per feature channel and pixel, in float32 and in ``out``."""
        neighbours = [self.band(self.filtered, index) for index in range(window.start, window.stop)]
        context = out if self.exact else self.context
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
            torch.div(mixed, total, out=context[:, lane.outputs])
        return self.keep(context, out)

    def filter_states(self) -> None:
        """The region-aware block on all of the encoder's states."""
        for bands in self.chunks():
            self.region_filters(self.rows(self.encoded, bands))

    def region_filters(self, x: Tensor) -> None:
        """The region-aware block over many bands and tiles at once, ``[·, P, H, W]``, in place."""
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
        torch.add(layer.mix(both), x, out=x)

    def bound(self, hidden: Tensor, limit: float | None) -> Tensor:
        """Clamp states in place, and count the values that met the limit."""
        if limit is not None and not (self.looks and within(hidden, limit)):
            self.met += (pixels(hidden).flatten(1).abs() >= limit).sum(dim=1)
            hidden.clamp_(-limit, limit)
        return hidden

    def keep(self, maps: Tensor, out: Tensor) -> Tensor:
        """``maps``, of which ``out`` is, or becomes, what later steps read."""
        if maps is not out:
            out.copy_(maps)
        return maps

    def list_of_states(self, length: int, dtype: torch.dtype) -> Tensor:
        shape = (length * self.count, self.height, self.width, self.net.width)
        return large(shape, self.noisy.device, dtype).permute(0, 3, 1, 2)

    def chunks(self) -> list[slice]:
        return [slice(at, min(at + self.chunk, self.bands)) for at in range(0, self.bands, self.chunk)]

    def rows(self, states: Tensor, bands: slice) -> Tensor:
        return states[bands.start * self.count : bands.stop * self.count]

    def band(self, states: Tensor, index: int) -> Tensor:
        return states[index * self.count : (index + 1) * self.count]
