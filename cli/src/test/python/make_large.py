"""Writes an h5ad file larger than a small heap: 200,000 cells x 20,000 genes, 200 million non-zeros.

Usage: make_large.py FILE
"""

import sys

import h5py
import numpy as np

CELLS, GENES, PER_CELL, BAND = 200_000, 20_000, 1_000, 10_000


def encode(node, kind, version):
    node.attrs["encoding-type"] = kind
    node.attrs["encoding-version"] = version


def frame(file, name, ids):
    group = file.create_group(name)
    encode(group, "dataframe", "0.2.0")
    group.attrs["_index"] = "_index"
    group.attrs["column-order"] = np.array([], "f8")
    index = group.create_dataset("_index", data=np.array(ids, object), dtype=h5py.string_dtype())
    encode(index, "string-array", "0.2.0")


def main(path):
    random = np.random.default_rng(1)
    with h5py.File(path, "w") as file:
        encode(file, "anndata", "0.1.0")
        group = file.create_group("X")
        encode(group, "csr_matrix", "0.1.0")
        group.attrs["shape"] = np.array([CELLS, GENES])
        options = dict(chunks=(97657,), compression="gzip", compression_opts=4)
        data = group.create_dataset("data", (CELLS * PER_CELL,), "f4", **options)
        indices = group.create_dataset("indices", (CELLS * PER_CELL,), "i4", **options)
        pointers = np.arange(CELLS + 1, dtype="i8") * PER_CELL
        group.create_dataset("indptr", data=pointers, compression="gzip")
        for first in range(0, CELLS, BAND):
            gaps = random.integers(1, 20, size=(BAND, PER_CELL), dtype=np.int32)
            band = slice(first * PER_CELL, (first + BAND) * PER_CELL)
            indices[band] = (np.cumsum(gaps, axis=1, dtype=np.int32) - 1).ravel()
            data[band] = 1 + random.poisson(0.4, size=BAND * PER_CELL)
        frame(file, "obs", ["cell%07d-1" % i for i in range(CELLS)])
        frame(file, "var", ["ENSG%011d" % i for i in range(GENES)])


if __name__ == "__main__":
    main(sys.argv[1])
