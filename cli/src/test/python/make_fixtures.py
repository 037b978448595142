"""Writes the synthetic h5ad files of src/test/resources/matrix, whose layouts the Java writer cannot make.

Usage: make_fixtures.py FOLDER
"""

import sys

import h5py
import numpy as np
from scipy import sparse

CELLS, GENES = 300, 40
STRINGS = h5py.string_dtype()


def counts():
    cell, gene = np.meshgrid(np.arange(CELLS), np.arange(GENES), indexing="ij")
    return np.where((cell * 7 + gene * 3) % 5 == 0, (cell + gene) % 9, 0)


def names(prefix, size):
    return [prefix + str(i) for i in range(size)]


def write_sparse(parent, name, compression):
    matrix = sparse.csr_matrix(counts())
    group = parent.create_group(name)
    for part in ("data", "indices", "indptr"):
        group.create_dataset(part, data=getattr(matrix, part), chunks=(97,), compression=compression)
    return group


def encode(node, kind, version):
    node.attrs["encoding-type"] = kind
    node.attrs["encoding-version"] = version


def compound(path):
    """anndata 0.6: compound frames, names of categories in uns."""
    with h5py.File(path, "w") as file:
        group = write_sparse(file, "X", "gzip")
        group.attrs["h5sparse_format"] = "csr"
        group.attrs["h5sparse_shape"] = np.array([CELLS, GENES])
        obs = np.zeros(CELLS, [("index", "S8"), ("batch", "i1"), ("n", "i8"), ("share", "f4")])
        obs["index"] = names("cell-", CELLS)
        obs["batch"] = np.arange(CELLS) % 3 - 1
        obs["n"] = np.arange(CELLS) * 10_000_000_000
        obs["share"] = np.arange(CELLS) / 4
        file.create_dataset("obs", data=obs, chunks=(64,), compression="gzip")
        var = np.zeros(GENES, [("index", "S8")])
        var["index"] = names("gene-", GENES)
        file.create_dataset("var", data=var)
        file.create_dataset("uns/batch_categories", data=np.array(["left", "right"], "S5"))


def frame(file, name, index, columns, version, compression=None):
    group = file.create_group(name)
    encode(group, "dataframe", version)
    group.attrs["_index"] = "_index"
    group.attrs["column-order"] = columns or np.array([], "f8")
    group.create_dataset("_index", data=index, dtype=STRINGS, compression=compression)
    return group


def referenced(path, strings="gzip"):
    """anndata 0.7: categories linked by reference, numbers compressed by LZF."""
    with h5py.File(path, "w") as file:
        group = write_sparse(file, "X", "lzf")
        encode(group, "csr_matrix", "0.1.0")
        group.attrs["shape"] = np.array([CELLS, GENES])
        obs = frame(file, "obs", names("cell-", CELLS), ["batch"], "0.1.0", strings)
        known = obs.create_dataset(
            "__categories/batch", data=["left", "right"], dtype=STRINGS, chunks=(2,), compression=strings
        )
        codes = (np.arange(CELLS) % 3 - 1).astype("i1")
        obs.create_dataset("batch", data=codes, compression="lzf")
        obs["batch"].attrs["categories"] = known.ref
        frame(file, "var", names("gene-", GENES), [], "0.1.0", strings)


def lzf_strings(path):
    """The same, but strings of variable length compressed by LZF too: not readable by the Java library."""
    referenced(path, "lzf")


def newest(path):
    """anndata 0.8 and later: every kind of column; counts in a layer, X normalised; raw with own genes."""
    with h5py.File(path, "w") as file:
        encode(file, "anndata", "0.1.0")
        x = file.create_dataset("X", data=np.log1p(counts()).astype("f4"), compression="gzip")
        encode(x, "array", "0.2.0")
        layer = write_sparse(file, "layers/counts", "gzip")
        encode(layer, "csr_matrix", "0.1.0")
        layer.attrs["shape"] = np.array([CELLS, GENES])
        obs = frame(file, "obs", names("cell-", CELLS), ["batch"], "0.2.0", "gzip")
        batch = obs.create_group("batch")
        encode(batch, "categorical", "0.2.0")
        batch["codes"] = (np.arange(CELLS) % 3 - 1).astype("i1")
        batch.create_dataset("categories", data=["left", "right"], dtype=STRINGS)
        missing = np.arange(CELLS) % 3 == 0
        for name, values in (("integer", np.arange(CELLS)), ("boolean", np.arange(CELLS) % 2 == 0)):
            nullable = obs.create_group("nullable_" + name)
            encode(nullable, "nullable-" + name, "0.1.0")
            nullable["values"] = values
            nullable["mask"] = missing
        obs["is_control"] = np.arange(CELLS) % 2 == 0
        obs["score"] = np.where(missing, np.nan, np.arange(CELLS) / 4)
        obs.create_dataset("label", data=names("Zelle ä", CELLS), dtype=STRINGS, compression="gzip")
        strange = obs.create_group("strange")
        encode(strange, "awkward-array", "0.1.0")
        strange["values"] = [1]
        frame(file, "var", names("gene-", GENES), [], "0.2.0")
        raw = file.create_group("raw")
        encode(raw, "raw", "0.1.0")
        encode(write_sparse(raw, "X", "gzip"), "csr_matrix", "0.1.0")
        raw["X"].attrs["shape"] = np.array([CELLS, GENES])
        frame(raw, "var", names("raw-", GENES), [], "0.2.0")


if __name__ == "__main__":
    for write in (compound, referenced, lzf_strings, newest):
        write("%s/%s.h5ad" % (sys.argv[1], write.__name__))
