"""Cells to and embeddings from scstream, and its models in PyTorch and ONNX Runtime."""

from scstream.cells import Columns, chunks, publish
from scstream.embeddings import read_embeddings
from scstream.model import Model
from scstream.topics import bootstrap

__all__ = ["Columns", "Model", "bootstrap", "chunks", "publish", "read_embeddings"]
