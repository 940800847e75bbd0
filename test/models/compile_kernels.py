"""Compiles every kernel that a restoration launches, as it is launched, for a GPU that need not be there.

    compile_kernels.py CAPABILITY PRECISION CHANNELS

Prints the name of each, the bytes of shared memory that it takes, and the bytes of a thread that registers had no room
for, once for each kind of launch. A program of its own, since Triton's interpreter is not to be on.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile

import torch
from triton import knobs
from triton.backends.compiler import GPUTarget
from triton.compiler import ASTSource, compile
from triton.runtime.jit import JITFunction

from hyperrestore.models.cuda_graphs import plainly
from hyperrestore.models.precision import torch_type
from hyperrestore.models.ras2s.folded import in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.fused.sweeps import FusedSweeps
from hyperrestore.models.ras2s.fused.weights import arranged
from hyperrestore.models.ras2s.network import RAS2S, RAS2SArguments

SHAPE = (2, 3, 9, 17)
TYPES = {torch.float32: "*fp32", torch.float16: "*fp16", torch.bfloat16: "*bf16", torch.int64: "*i64"}


class Launches:
    """What was launched: each kernel with the types and the constants that it is compiled for."""

    def __init__(self) -> None:
        self.seen: dict[tuple, ASTSource] = {}

    def note(self, kernel: JITFunction, *args) -> None:
        signature, constants, aligned = {}, {}, {}
        for place, (parameter, given) in enumerate(zip(kernel.params, args)):
            if parameter.is_constexpr or given is None:
                signature[parameter.name], constants[(place,)] = "constexpr", given
            elif isinstance(given, torch.Tensor):
                signature[parameter.name] = TYPES[given.dtype]
                if given.data_ptr() % 16 == 0 and not parameter.do_not_specialize_on_alignment:
                    aligned[(place,)] = [["tt.divisibility", 16]]
            else:
                signature[parameter.name] = "fp32" if isinstance(given, float) else "i32"
                if isinstance(given, int) and given % 16 == 0 and not parameter.do_not_specialize:
                    aligned[(place,)] = [["tt.divisibility", 16]]
        key = (kernel.__name__, *signature.items(), *constants.items())
        self.seen[key] = ASTSource(kernel, signature, constants, aligned)


def stack_bytes(binary: bytes) -> int:
    """Of each thread, as the program that comes with Triton tells."""
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(binary)
        file.flush()
        told = subprocess.run([knobs.nvidia.cuobjdump.path, "-res-usage", file.name], capture_output=True, text=True)
    (found,) = re.findall(r"STACK:(\d+)", told.stdout)
    return int(found)


def main(capability: str, precision: str, channels: str) -> None:
    launches = Launches()
    JITFunction.run = lambda kernel, *args, **options: launches.note(kernel, *args)
    net = in_type(fold(RAS2S(RAS2SArguments(channels=int(channels))).eval()), torch_type(precision))
    cube = torch.rand(SHAPE)
    with torch.inference_mode():
        plainly(FusedSweeps(arranged(net), SHAPE, cube.device, net.bounds), cube, lambda _: None)
    for key, source in launches.seen.items():
        kernel = compile(source, target=GPUTarget("cuda", int(capability), 32))
        print(key[0], kernel.metadata.shared, stack_bytes(kernel.asm["cubin"]))


if __name__ == "__main__":
    main(*sys.argv[1:])
