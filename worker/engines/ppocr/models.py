"""The two networks of PP-OCR, loaded once in a process.

rapidocr's wheel carries their weights (Apache licence); nothing else of it is used, and nothing is ever downloaded.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Gray = npt.NDArray[np.uint8]

_DETECTOR = "PP-OCRv6_det_small.onnx"
_READER = "PP-OCRv6_rec_small.onnx"
_PACKAGES = ("cv2", "openvino", "rapidocr")
# A child reads one page at a time, and there are as many children as the school gives cores.
_CONFIG = {"INFERENCE_NUM_THREADS": 1, "PERFORMANCE_HINT": "LATENCY", "NUM_STREAMS": 1}
_HEAD = ("linear_8.w_0", "linear_8.b_0")
_BLANK, _SPACE = "", " "
_MARKS = "–—‘’“”•…"


def missing() -> tuple[str, ...]:
    """The Python packages that PP-OCR needs and that are not installed."""
    return tuple(name for name in _PACKAGES if find_spec(name) is None)


@dataclass(frozen=True)
class Network:
    """A compiled network with one input and one output."""

    request: Any

    def __call__(self, batch: Floats) -> Floats:
        """The output for one input; it is overwritten by the next call."""
        self.request.infer([batch])
        output: Floats = self.request.get_output_tensor().data
        return output


@dataclass(frozen=True)
class Reader:
    """The network that reads a line, and the character that each of its classes stands for ("" is no character)."""

    network: Network
    alphabet: tuple[str, ...]


@cache
def detector() -> Network:
    """Maps a picture (1, 3, height, width) to the probability of text at each of its points (1, 1, height, width)."""
    return _compiled(_core().read_model(_folder() / _DETECTOR))


@cache
def reader() -> Reader:
    """Maps a line (1, 3, 48, width) to the probabilities of the alphabet in each eighth column (1, width / 8, n).

    The network knows 18,708 characters, nearly all of them Chinese. What no Spanish paper prints is cut from its
    last layer: it then takes less time and memory, and cannot mistake a stamp for a rare sign.
    """
    model = _core().read_model(_folder() / _READER)
    characters = model.get_rt_info()["framework"]["character"].value.splitlines()
    alphabet = (_BLANK, *characters, _SPACE)
    kept = [place for place, character in enumerate(alphabet) if _is_spanish(character)]
    for node in model.get_ordered_ops():
        if node.get_friendly_name() in _HEAD:
            _narrow(node, kept)
    model.validate_nodes_and_infer_types()
    return Reader(_compiled(model), tuple(alphabet[place] for place in kept))


def release() -> None:
    """Give back what the networks that are loaded hold between two calls; the next call takes it again, in 50 ms."""
    loaded = [detector()] if detector.cache_info().currsize else []
    loaded += [reader().network] if reader.cache_info().currsize else []
    for network in loaded:
        network.request.get_compiled_model().release_memory()


def drop() -> None:
    """Give back the networks themselves; loading them again takes about half a second."""
    detector.cache_clear()
    reader.cache_clear()


def _is_spanish(character: str) -> bool:
    return len(character) <= 1 and (character in _MARKS or all(ord(each) < 0x100 for each in character))


def _narrow(node: Any, kept: list[int]) -> None:
    """Put a constant with only the `kept` last entries of `node`'s in its place."""
    from openvino import opset13

    constant = opset13.constant(np.ascontiguousarray(node.data[..., kept]), dtype=np.float32)
    for target in list(node.output(0).get_target_inputs()):
        target.replace_source_output(constant.output(0))


def _compiled(model: Any) -> Network:
    return Network(_core().compile_model(model, "CPU", _CONFIG).create_infer_request())


@cache
def _core() -> Any:
    # It would send statistics of its use, and keep a mark of this machine in the home folder.
    sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
    import openvino

    return openvino.Core()


def _folder() -> Path:
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("rapidocr")
    return Path(spec.origin).parent / "models"
