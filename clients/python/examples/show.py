#!/usr/bin/env python3
"""Draws an exported h5ad file with scanpy: show.py FILE.h5ad COLUMN [OUT.png]

One picture of neighbours' embedding (UMAP) for the background and one for the salient codes,
coloured by a column. Needs scanpy.
"""

import sys

import matplotlib

matplotlib.use("Agg")
import anndata
import matplotlib.pyplot as plt
import scanpy as sc


def main(path, column, out="embeddings.png"):
    data = anndata.read_h5ad(path)
    figure, axes = plt.subplots(1, 2, figsize=(12, 5))
    codes = ("X_background", "X_salient")
    for axis, code in zip(axes, codes):
        sc.pp.neighbors(data, use_rep=code)
        sc.tl.umap(data, random_state=0)
        legend = "right margin" if code == codes[-1] else None  # One for both.
        title = f"{code[2:]}: {column}"
        sc.pl.umap(data, color=column, ax=axis, show=False, title=title, legend_loc=legend)
    figure.savefig(out, dpi=100, bbox_inches="tight")
    print(f"{data.n_obs} cells of {dict(data.uns['scstream'])} in {out}")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
