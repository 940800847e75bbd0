"""Names of the authors' released checkpoint, mapped to ours. Facts about a file; no code of theirs."""

from __future__ import annotations

from torch import Tensor

from ...errors import InvalidParameter, WeightsMismatch
from .network import RAS2SArguments

_GRU = {"conv_gru.convz": "update", "conv_gru.convr": "reset", "conv_gru.convq": "candidate"}
_CROSS = {
    "q": "query",
    "k": "key",
    "v": "value",
    "res.0.conv1": "refine.0.first",
    "res.0.conv2": "refine.0.second",
    "res.1.conv1": "refine.1.first",
    "res.1.conv2": "refine.1.second",
}


def _under(theirs: str, ours: str, names: dict[str, str]) -> dict[str, str]:
    return {f"{theirs}.{old}": f"{ours}.{new}" for old, new in names.items()}


_LAYERS = {
    "encoder.conv_inp_1": "encoder.features.first",
    "encoder.conv_inp_2": "encoder.features.second",
    **_under("encoder.corr", "encoder.compensate", _CROSS),
    **_under("encoder.encoder_layer", "encoder.gru_down", _GRU),
    **_under("encoder.encoder_layer1_b", "encoder.gru_up", _GRU),
    "encoder.encoder_layer1_b.fusion": "encoder.fuse.mix",
    "encoder.ssra.ssra.conv_kernel.1": "encoder.regions.squeeze",
    "encoder.ssra.ssra.conv_kernel.3": "encoder.regions.generate",
    "encoder.ssra.ssra.spectral_guide.fc1": "encoder.regions.spectral_guide",
    "encoder.ssra.ssra.spatial_guide.b": "encoder.regions.spatial_guide",
    "encoder.ssra.ssra.spatial_guide.b_rf.a": "encoder.regions.route_in",
    "encoder.ssra.ssra.spatial_guide.b_rf.b": "encoder.regions.route_out",
    "encoder.ssra.ssra.fution_ss": "encoder.regions.mix",
    "decoder.attention.conv1": "decoder.attend.weigh",
    **_under("decoder.corr", "decoder.compensate", _CROSS),
    **_under("decoder.convgru_layers", "decoder.gru_down", _GRU),
    **_under("decoder.decoder_layer1_b", "decoder.gru_up", _GRU),
    "decoder.decoder_layer1_b.fusion": "decoder.fuse.mix",
    "decoder.fution_layers": "decoder.fuse_feedback.mix",
    "decoder.conv_inp_1": "decoder.feedback.first",
    "decoder.conv_inp_2": "decoder.feedback.second",
    "decoder.conv_out_1": "decoder.head.0",
    "decoder.conv_out_2": "decoder.head.1",
    "decoder.conv_out_3": "decoder.head.2",
}
_EXPECTED = {f"{layer}.{kind}" for layer in _LAYERS.values() for kind in ("weight", "bias")} - {
    "encoder.regions.route_out.bias"
}
_RANKS = {
    "encoder.features.first.weight": 4,
    "encoder.regions.spectral_guide.weight": 2,
    "encoder.regions.spatial_guide.weight": 5,
    "encoder.regions.spatial_guide.bias": 2,
    "encoder.regions.route_in.weight": 4,
    "encoder.regions.route_out.weight": 4,
    "decoder.attend.weigh.weight": 5,
}
"""Dimensions of the tensors that are taken apart below, as the authors' file has them."""

_ROUTES = ("encoder.regions.route_in.weight", "encoder.regions.route_out.weight")


def convert(theirs: dict[str, Tensor]) -> tuple[dict[str, Tensor], RAS2SArguments]:
    """The authors' ``net`` tensors under our names, and the arguments that their shapes imply.

    Views of the given tensors, not copies: a tensor of a few numbers may claim any shape. Raises ``WeightsMismatch``
    when names are missing or unknown, or shapes tell no arguments.
    """
    ours: dict[str, Tensor] = {}
    for name, tensor in theirs.items():
        layer, _, kind = name.rpartition(".")
        if layer not in _LAYERS:
            raise WeightsMismatch(
                f"The checkpoint holds a tensor named '{name:.100}', which the RAS2S released by its authors does not "
                "have. Choose a checkpoint of that network."
            )
        ours[f"{_LAYERS[layer]}.{kind}"] = tensor
    missing = sorted(set(_LAYERS) - {name.rpartition(".")[0] for name in theirs})
    if missing:
        raise WeightsMismatch(
            f"The checkpoint lacks {len(missing)} of the {len(_LAYERS)} layers of RAS2S, the first being "
            f"'{missing[0]}'. Choose a checkpoint of the network released by the RAS2S authors."
        )
    incomplete = sorted(name for name in _EXPECTED if name not in ours)
    if incomplete or any(ours[name].ndim != rank for name, rank in _RANKS.items()):
        raise WeightsMismatch(
            "The checkpoint names the layers of RAS2S, but their tensors are incomplete or of another shape"
            f"{': ' + incomplete[0] if incomplete else ''}. Choose the checkpoint as the RAS2S authors released it."
        )
    # The base filters carry a leading axis of one; the routes are 3-tap kernels of which only the centre meets data.
    try:
        for part in ("weight", "bias"):
            ours[f"encoder.regions.spatial_guide.{part}"] = ours[f"encoder.regions.spatial_guide.{part}"][0]
        for name in _ROUTES:
            ours[name] = ours[name][:, :, 1, 0]
        arguments = RAS2SArguments(
            channels=ours["encoder.features.first.weight"].shape[0],
            regions=ours["encoder.regions.spectral_guide.weight"].shape[0],
            reach=(ours["decoder.attend.weigh.weight"].shape[0] - 1) // 2,
        )
    except (IndexError, InvalidParameter) as error:
        raise WeightsMismatch(
            f"The shapes of the checkpoint's tensors make no RAS2S: {error}. Choose the checkpoint as the RAS2S "
            "authors released it."
        ) from error
    return ours, arguments
