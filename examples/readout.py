#!/usr/bin/env python3
"""Linear read-outs of an exported h5ad file, on cells that the model never trained on.

Usage: readout.py FILE.h5ad [COLUMN...]

A logistic regression is fitted on the codes of the cells that were trained on, and its balanced
accuracy is taken on the cells held out: of the role, and of each named column, from the salient and
from the background code. Needs anndata and scikit-learn.
"""

import sys

import anndata
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


def balanced_accuracy(codes, labels, held_out):
    probe = make_pipeline(
        StandardScaler(), LogisticRegression(max_iter=5000, class_weight="balanced")
    )
    probe.fit(codes[~held_out], labels[~held_out])
    return balanced_accuracy_score(labels[held_out], probe.predict(codes[held_out]))


def main(path, columns):
    data = anndata.read_h5ad(path)
    held_out = (data.obs["held_out"].astype(str) == "true").to_numpy()
    print(f"{data.n_obs} cells, {held_out.sum()} held out, {dict(data.uns['scstream'])}")
    for column in ["role", *columns]:
        labels = data.obs[column].astype(str).to_numpy()
        for code in ("salient", "background"):
            score = balanced_accuracy(data.obsm["X_" + code], labels, held_out)
            print(f"{column:12} from {code:10} {score:.4f}")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
