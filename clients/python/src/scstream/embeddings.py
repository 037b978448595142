"""The topic of embeddings as an AnnData."""

import anndata
import numpy as np
import pandas as pd

from scstream import framing, topics

MATRICES = {
    "X_background": "background_mean",
    "X_salient": "salient_mean",
    "X_background_log_variance": "background_log_variance",
    "X_salient_log_variance": "salient_log_variance",
}


def read_embeddings(bootstrap, *, model=None, version=None, topic=topics.EMBEDDINGS):
    """Every cell's newest embedding on the topic, in the order in which cells first came.

    ``model`` is a model's name, needed where several are on the topic; ``version`` one of its
    versions. Codes are in ``obsm``: ``X_background`` and ``X_salient``, float32 [cells, d], and
    their log-variances. Raises LookupError if there is no such embedding.
    """
    rows = {}
    for message in topics.read_all(bootstrap, topic):
        record = framing.read("EmbeddingRecord", message.value)
        if model in (None, record["lineage"]) and version in (None, record["version"]):
            cell = (record["lineage"], record["dataset"], record["cell_id"])
            known = rows.get(cell)
            if known is None or known["version"] <= record["version"]:
                rows[cell] = record
    return to_anndata(list(rows.values()))


def to_anndata(records):
    """The same of records that were read already, one a cell."""
    if not records:
        raise LookupError("No embedding on the topic is asked for; expected at least one cell")
    models = sorted({record["lineage"] for record in records})
    if len(models) > 1:
        raise LookupError(f"Embeddings of several models: {models}; name one by model=")
    newest = max(records, key=lambda record: record["version"])
    return anndata.AnnData(
        obs=_obs(records),
        obsm={
            name: np.array([record[field] for record in records], dtype=np.float32)
            for name, field in MATRICES.items()
        },
        uns={
            "scstream": {
                "model": newest["lineage"],
                "version": newest["version"],
                "model_sha256": newest["model_sha256"],
                "gauge": newest["gauge"],
            }
        },
    )


def _obs(records):
    several = len({record["dataset"] for record in records}) > 1
    ids = [
        f"{record['dataset']}|{record['cell_id']}" if several else record["cell_id"]
        for record in records
    ]
    columns = {
        "dataset": _texts(records, lambda it: it["dataset"]),
        "batch": _texts(records, lambda it: it["batch"]),
        "role": _texts(records, lambda it: it["role"].lower()),
        "treatment": _texts(records, lambda it: "+".join(t["name"] for t in it["treatments"])),
        "donor": _texts(records, lambda it: it["donor"] or ""),
        "held_out": [record["held_out"] for record in records],
        "library_size": [record["library_size"] for record in records],
        "model_version": [record["version"] for record in records],
        "gauge": [record["gauge"] for record in records],
    }
    for name in sorted({name for record in records for name in record["covariates"]}):
        columns[name] = _texts(records, lambda it, name=name: it["covariates"].get(name, ""))
    return pd.DataFrame(columns, index=pd.Index(ids, name="cell"))


def _texts(records, value):
    return pd.Categorical([value(record) for record in records])
