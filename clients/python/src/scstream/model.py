"""An exported model version: a folder that ``scstream models export`` wrote."""

import hashlib
import json
from pathlib import Path

import numpy as np
from scipy import sparse

OUTPUTS = ("background_mean", "background_log_variance", "salient_mean", "salient_log_variance")
BACKGROUND = -1


class Model:
    """A version whose files are those that its manifest names."""

    def __init__(self, folder):
        """Raises ValueError if a file of the folder is not as it was published."""
        self.folder = Path(folder)
        self.manifest = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
        for name, blob in self.manifest["blobs"].items():
            if Path(name).name != name:
                raise ValueError(f"Invalid file name in the manifest: '{name}'; expected no path")
            content = (self.folder / name).read_bytes()
            if hashlib.sha256(content).hexdigest() != blob["sha256"]:
                raise ValueError(f"{self.folder / name} is damaged; expected {blob['sha256']}")
        lines = (self.folder / "genes.tsv").read_text(encoding="utf-8").splitlines()
        self.gene_ids = [line.split("\t")[0] for line in lines]

    @property
    def name(self):
        """Such as ``screen@4200``."""
        return f"{self.manifest['lineage']}@{self.manifest['version']}"

    def session(self):
        """The encoder in ONNX Runtime."""
        import onnxruntime

        return onnxruntime.InferenceSession(self.folder / "encoder.onnx")

    def torch(self):
        """The encoder as a module of PyTorch, with the inputs and outputs of the ONNX file."""
        from scstream.encoder import Encoder

        return Encoder.load(self.folder)

    def embed(self, adata, *, layer=None, library_size=None, group=None, at_once=1024):
        """Published codes of cells by ONNX Runtime, float32 [cells, d] by the name of the output.

        ``layer`` holds raw counts, ``X`` without one. ``library_size`` is a column of ``obs``, by
        default the sum over the model's genes. ``group`` numbers the groups of target cells, -1 for
        background cells; models of several groups need it.
        """
        counts = self.counts(adata, layer)
        sizes = (
            np.asarray(counts.sum(axis=1)).ravel()
            if library_size is None
            else adata.obs[library_size].to_numpy()
        ).astype(np.float32)
        session = self.session()
        inputs = {it.name for it in session.get_inputs()}
        if "group" in inputs and group is None:
            raise ValueError(f"{self.name} has several groups; expected group=, one number a cell")
        parts = []
        for start in range(0, adata.n_obs, at_once):
            rows = slice(start, start + at_once)
            feed = {
                "counts": counts[rows].toarray().astype(np.float32),
                "library_size": sizes[rows],
            }
            if "group" in inputs:
                feed["group"] = np.asarray(group, dtype=np.int64)[rows]
            parts.append(session.run(OUTPUTS, feed))
        return {name: np.concatenate(all_) for name, all_ in zip(OUTPUTS, zip(*parts))}

    def counts(self, adata, layer=None):
        """Counts of the model's genes in the model's order, CSR [cells, genes]."""
        place = {str(gene): at for at, gene in enumerate(adata.var_names)}
        missing = [gene for gene in self.gene_ids if gene not in place]
        if missing:
            raise ValueError(
                f"{len(missing)} genes of {self.name} are not in the data, first {missing[0]};"
                " expected all of them in var_names"
            )
        matrix = sparse.csc_matrix(adata.X if layer is None else adata.layers[layer])
        return sparse.csr_matrix(matrix[:, [place[gene] for gene in self.gene_ids]])
