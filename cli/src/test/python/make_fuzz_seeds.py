#!/usr/bin/env python3
"""Writes the HDF5 seeds of the fuzzers' corpus: make_fuzz_seeds.py FOLDER. Needs anndata and h5py."""

import sys
from pathlib import Path

import anndata
import h5py
import numpy as np
import pandas as pd
from scipy import sparse

folder = Path(sys.argv[1])
folder.mkdir(parents=True, exist_ok=True)
counts = np.array([[1, 0, 2], [0, 3, 0]], dtype=np.int32)
obs = pd.DataFrame({"line": pd.Categorical(["a", "b"]), "n": [1.5, 2.0]}, index=["c1", "c2"])
var = pd.DataFrame(index=["g1", "g2", "g3"])
for name, matrix in {"dense": counts, "csr": sparse.csr_matrix(counts)}.items():
    anndata.AnnData(matrix, obs=obs, var=var).write_h5ad(
        folder / f"valid-{name}.h5ad", compression="gzip" if name == "csr" else None
    )

with h5py.File(folder / "valid-tenx.h5", "w") as file:
    group = file.create_group("matrix")
    columns = sparse.csr_matrix(counts)
    group["data"], group["indices"], group["indptr"] = columns.data, columns.indices, columns.indptr
    group["shape"] = np.array([3, 2])
    group["barcodes"] = np.array([b"c1", b"c2"])
    features = group.create_group("features")
    features["id"] = np.array([b"g1", b"g2", b"g3"])
    features["name"] = features["id"][:]
    features["feature_type"] = np.array([b"Gene Expression"] * 3)

with h5py.File(folder / "valid-loom.loom", "w") as file:
    file["matrix"] = counts.T
    file.create_group("col_attrs")["CellID"] = np.array([b"c1", b"c2"])
    file.create_group("row_attrs")["Gene"] = np.array([b"g1", b"g2", b"g3"])
