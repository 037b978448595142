"""Compares what the Java readers give with what h5py, scipy and the csv module give.

Usage: compare_counts.py CLASSPATH DATA_FOLDER

CLASSPATH holds the compiled classes and tests of the cli module. For every data set in the folder all
cell ids, gene ids, counts and annotation columns are compared; one line is printed for each, and the
exit code is 1 if any differs.
"""

import csv
import gzip
import os
import subprocess
import sys

import h5py
import numpy as np
from scipy import io, sparse


def dump(classpath, path, options):
    """What the Java reader gives: cells, genes, obs columns, matrix, or its refusal."""
    command = ["java", "-cp", classpath, "io.scstream.matrix.Dump", path] + options
    lines = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    names, obs, entries = {}, {}, []
    for line in lines.stdout.decode().splitlines():
        fields = line.split("\t")
        if fields[0] == "refused":
            return fields[2]
        if fields[0] in ("cells", "genes"):
            names[fields[0]] = fields[1:]
        elif fields[0].startswith("obs "):
            obs[fields[0][4:]] = fields[1:]
        else:
            entries.append(line)
    table = np.array("\t".join(entries).split("\t"), dtype=np.int64).reshape(-1, 3)
    shape = (len(names["cells"]), len(names["genes"]))
    matrix = sparse.csr_matrix((table[:, 2], (table[:, 0], table[:, 1])), shape=shape)
    return names["cells"], names["genes"], obs, matrix


def texts(values):
    return [v.decode() if isinstance(v, bytes) else str(v) for v in values]


def column_texts(dataset):
    """Enumerations by their names, as R writes factors."""
    names = h5py.check_enum_dtype(dataset.dtype)
    if not names or dataset.dtype == bool:
        return texts(dataset[()])
    return decoded(dataset[()], {value: name for name, value in names.items()})


def stored(node, shape=None):
    """A matrix of an h5ad file."""
    if isinstance(node, h5py.Dataset):
        return sparse.csr_matrix(node[()])
    shape = node.attrs["shape" if "shape" in node.attrs else "h5sparse_shape"]
    kind = node.attrs.get("encoding-type", node.attrs.get("h5sparse_format"))
    make = sparse.csc_matrix if kind[:3] == "csc" else sparse.csr_matrix
    parts = (node["data"][()], node["indices"][()], node["indptr"][()])
    return make(parts, shape=tuple(shape)).tocsr()


def decoded(codes, categories):
    if not isinstance(categories, dict):
        categories = texts(categories)
    return [categories[code] if code >= 0 else "" for code in codes]


def column(file, frame, name):
    node = frame[name]
    if isinstance(frame, h5py.Dataset):
        known = "uns/%s_categories" % name
        return decoded(node, file[known][()]) if known in file else texts(node)
    if isinstance(node, h5py.Group):
        if "codes" in node:
            return decoded(node["codes"][()], node["categories"][()])
        pairs = zip(node["values"][()], node["mask"][()])
        return ["" if missing else str(value) for value, missing in pairs]
    if "__categories" in frame and name in frame["__categories"]:
        return decoded(node[()], frame["__categories"][name][()])
    return texts(node[()])


def h5ad(path, layer="X"):
    with h5py.File(path, "r") as file:
        raw = "raw.X" if "raw.X" in file else "raw/X"
        var = file[raw.replace("X", "var")] if layer == "raw" else file["var"]
        frame = file["obs"]
        if isinstance(frame, h5py.Dataset):
            index, columns = frame.dtype.names[0], frame.dtype.names[1:]
        else:
            index = frame.attrs["_index"]
            columns = [name for name in frame if name not in (index, "__categories")]
        genes = var.dtype.names[0] if isinstance(var, h5py.Dataset) else var.attrs["_index"]
        obs = {name: column(file, frame, name) for name in columns}
        matrix = stored(file[raw if layer == "raw" else layer])
        return texts(frame[index][()]), texts(var[genes][()]), obs, matrix


def tenx_h5(path, group="matrix"):
    with h5py.File(path, "r") as file:
        node = file[group]
        genes = node["features/id"] if "features" in node else node["genes"]
        parts = (node["data"][()], node["indices"][()], node["indptr"][()])
        matrix = sparse.csc_matrix(parts, shape=tuple(node["shape"][()]))
        return texts(node["barcodes"][()]), texts(genes[()]), {}, matrix.T.tocsr()


def lines(folder, *names):
    for name in names:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            opened = gzip.open(path, "rt") if path.endswith("gz") else open(path)
            with opened as file:
                return [line.rstrip("\n").split("\t") for line in file]
    raise FileNotFoundError(folder)


def tenx_directory(folder, feature_type=""):
    features = lines(folder, "features.tsv.gz", "genes.tsv")
    cells = [fields[0] for fields in lines(folder, "barcodes.tsv.gz", "barcodes.tsv")]
    name = "matrix.mtx.gz" if os.path.exists(os.path.join(folder, "matrix.mtx.gz")) else "matrix.mtx"
    matrix = io.mmread(os.path.join(folder, name)).T.tocsr()
    kept = [i for i, f in enumerate(features) if not feature_type or f[2] == feature_type]
    return cells, [features[i][0] for i in kept], {}, matrix[:, kept]


def loom(path):
    with h5py.File(path, "r") as file:
        attributes = file["col_attrs"]
        obs = {name: column_texts(attributes[name]) for name in attributes if name != "CellID"}
        matrix = sparse.csr_matrix(file["matrix"][()].T)
        return texts(attributes["CellID"][()]), texts(file["row_attrs/Gene"][()]), obs, matrix


def genes_in_rows(path):
    with gzip.open(path, "rt") as file:
        rows = csv.reader(file)
        cells = next(rows)
        table = list(rows)
    counts = np.array([row[1:] for row in table], dtype=np.int64)
    return cells, [row[0] for row in table], {}, sparse.csr_matrix(counts.T)


def same_text(ours, theirs):
    if ours == theirs or ours == theirs.lower() or (ours == "" and theirs in ("nan", "None")):
        return True
    try:
        return np.float32(ours) == np.float32(theirs)
    except ValueError:
        return False


def difference(ours, theirs):
    """The first difference, or nothing."""
    if isinstance(ours, str):
        return "refused: " + ours
    for axis in (0, 1):
        if ours[axis] != theirs[axis]:
            return "ids of axis %d" % axis
    if set(ours[2]) != set(theirs[2]):
        return "obs columns %s, %s" % (sorted(ours[2]), sorted(theirs[2]))
    for name, values in theirs[2].items():
        if len(values) != len(ours[2][name]):
            return "length of obs " + name
        for a, b in zip(ours[2][name], values):
            if not same_text(a, b):
                return "obs %s: %s, %s" % (name, a, b)
    return "counts" if (ours[3] != theirs[3]).nnz else ""


def data_sets(data):
    """Path, options of the Java reader, and the Python reader."""
    h5ads = ["kang_pbmc_ifnb/kang_pbmc_ifnb", "sc_mixology/sc_mixology_combined"]
    h5ads += ["pbmc_facs/pbmc_facs", "onek1k_subset/onek1k_subset"]
    fixtures = "format_fixtures/"
    h5ads += [fixtures + "anndata_archives/v%s/adata" % v for v in ("0.7.0", "0.7.8")]
    h5ads += [fixtures + "scvi/" + name for name in ("TM_droplet_mat", "pbmc_5k_protein_v3")]
    for name in h5ads:
        yield name + ".h5ad", [], h5ad
    yield "onek1k_subset/onek1k_subset.h5ad", ["memory-entries=5000"], h5ad
    for name in ("perturb_cell_lines/perturb_cell_lines", "kang_pbmc_donors/kang_pbmc_donors"):
        yield name + ".h5ad", ["layer=layers/counts"], lambda path: h5ad(path, "layers/counts")
    for version in ("0.7.0", "0.7.8"):
        path = fixtures + "anndata_archives/v%s/adata.h5ad" % version
        yield path, ["layer=raw"], lambda path: h5ad(path, "raw")
    yield fixtures + "10x_v3/filtered_feature_bc_matrix.h5", [], tenx_h5
    v2 = fixtures + "10x_v2/"
    yield v2 + "filtered_gene_bc_matrices_h5.h5", [], lambda path: tenx_h5(path, "hg19_chr21")
    for genome in ("hg19_chr21", "another_genome"):
        yield v2 + "multiple_genomes.h5", ["genome=" + genome], (
            lambda path, group=genome: tenx_h5(path, group)
        )
    for name in ("kang_pbmc_10x_two_samples/ctrl", "kang_pbmc_10x_two_samples/stim"):
        yield name, [], tenx_directory
    yield v2 + "filtered_gene_bc_matrices/hg19_chr21", [], tenx_directory
    yield fixtures + "10x_v3/filtered_feature_bc_matrix", [], tenx_directory
    papalexi = "papalexi_thp1_crispr/matrix"
    yield papalexi, [], tenx_directory
    for kind in ("Gene Expression", "CRISPR Guide Capture"):
        yield papalexi, ["feature-type=" + kind], (
            lambda path, kind=kind: tenx_directory(path, kind)
        )
    yield fixtures + "loom/mouseBrain_toy.loom", [], loom
    for name in ("sc_celseq2", "sc_dropseq"):
        path = "sc_mixology/original_csv/%s.count.csv.gz" % name
        yield path, ["orientation=GENES_IN_ROWS", "memory-entries=300000"], genes_in_rows


def main(classpath, data):
    failures = 0
    for name, options, reader in data_sets(data):
        path = os.path.join(data, name)
        found = difference(dump(classpath, path, options), reader(path))
        failures += bool(found)
        print("%s %s: %s" % (name, " ".join(options), found or "equal"), flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
