"""Compares what came back from a topic of cells with what h5py, scipy and the csv module read.

Usage: compare_topic.py DUMPS DATA_FOLDER

DUMPS holds one folder per data set: "source" names the file and the options it was read with,
"cells" and "genes" hold the ids, "entries" little-endian int32 triples of cell, gene and count.
One line is printed for each data set; the exit code is 1 if any differs.
"""

import os
import sys

import numpy as np
from scipy import sparse

from compare_counts import data_sets, difference


def lines(path):
    with open(path, encoding="utf-8") as file:
        return file.read().split("\n")[:-1]


def dump(folder):
    cells, genes = lines(os.path.join(folder, "cells")), lines(os.path.join(folder, "genes"))
    triples = np.fromfile(os.path.join(folder, "entries"), dtype="<i4").reshape(-1, 3)
    matrix = sparse.csr_matrix(
        (triples[:, 2].astype(np.int64), (triples[:, 0], triples[:, 1])),
        shape=(len(cells), len(genes)),
    )
    return cells, genes, {}, matrix


def main(dumps, data):
    readers = {(name, " ".join(options)): reader for name, options, reader in data_sets(data)}
    failures = 0
    for folder in sorted(os.listdir(dumps)):
        name, options = lines(os.path.join(dumps, folder, "source"))
        cells, genes, _, matrix = readers[(name, options)](os.path.join(data, name))
        found = difference(dump(os.path.join(dumps, folder)), (cells, genes, {}, matrix))
        failures += bool(found)
        print("%s %s: %s" % (name, options, found or "equal"), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
