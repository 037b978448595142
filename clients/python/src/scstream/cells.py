"""An AnnData as chunks on the topic of cells, by the rules of ``scstream ingest``."""

import hashlib
import math
import struct
import time
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import sparse

from scstream import framing, topics

MAX_CELLS = 64
MAX_BYTES = 900_000
MAX_COUNT = 2**31 - 1
ROUNDING = 1e-6
ROLES = ("BACKGROUND", "TARGET")
TRUTH = {"true": "true", "1": "true", "1.0": "true", "false": "false", "0": "false", "0.0": "false"}


@dataclass(frozen=True)
class Columns:
    """Which columns of ``obs`` mean what; the same words as ``scstream ingest --obs``.

    ``role`` names the column whose ``background`` values are controls. Empty treatments and those
    of ``control`` (by default those of ``background``) are none. ``batch`` is the technical batch,
    by default one of the data set's name. ``library_size`` is the sum over all genes measured, by
    default that of the matrix. ``gene_names`` is a column of ``var``.
    """

    role: str | None = None
    background: tuple[str, ...] = ()
    treatment: str | None = None
    dose: str | None = None
    separator: str = "+"
    control: tuple[str, ...] | None = None
    covariates: tuple[str, ...] = field(default=())
    donor: str | None = None
    batch: str | None = None
    library_size: str | None = None
    gene_names: str | None = None


def publish(adata, bootstrap, *, dataset, columns=None, layer=None, topic=topics.CELLS):
    """Sends what of these cells is not on the topic yet; gives the number of chunks sent.

    Twice is once. Raises ValueError if other cells are on the topic under the same name, before any
    is sent.
    """
    from kafka import KafkaProducer

    known = _known(bootstrap, topic, dataset)
    space = gene_space(adata, columns or Columns())
    for chunk in chunks(adata, dataset=dataset, columns=columns, layer=layer):
        if known.get(chunk_id(chunk), chunk["sha256"]) != chunk["sha256"]:
            raise ValueError(
                f"Other cells are on {topic} as chunk {chunk_id(chunk)}; expected another dataset"
            )
    producer = KafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        compression_type="zstd",
        max_request_size=32 << 20,
    )
    try:
        if not any(it.key == space["id"].encode() for it in _spaces(bootstrap)):
            message = framing.write("GeneSpaceRecord", space)
            producer.send(topics.GENE_SPACES, key=space["id"].encode(), value=message).get(60)
        sent = []
        for chunk in chunks(adata, dataset=dataset, columns=columns, layer=layer):
            if chunk_id(chunk) not in known:
                sent.append(_send(producer, topic, chunk))
        for receipt in sent:
            receipt.get(60)
        return len(sent)
    finally:
        producer.close()


def _send(producer, topic, chunk):
    return producer.send(
        topic,
        key=f"{chunk['dataset']}|{chunk['batch']}".encode(),
        value=framing.write("CellChunkRecord", chunk),
        headers=[("chunk-id", chunk_id(chunk).encode()), ("chunk-sha256", chunk["sha256"])],
    )


def _spaces(bootstrap):
    return topics.read_all(bootstrap, topics.GENE_SPACES)


def _known(bootstrap, topic, dataset):
    """Digests of the chunks of a data set that are on the topic, by their id."""
    known = {}
    for message in topics.read_all(bootstrap, topic):
        headers = dict(message.headers)
        if "chunk-id" in headers and "chunk-sha256" in headers:
            known[headers["chunk-id"].decode()] = headers["chunk-sha256"]
        else:
            try:
                chunk = framing.read("CellChunkRecord", message.value)
            except framing.UnreadableMessage:
                continue
            known[chunk_id(chunk)] = chunk["sha256"]
    return {name: sha for name, sha in known.items() if name.startswith(dataset + "|")}


def chunk_id(chunk):
    """What makes a chunk the same chunk."""
    return f"{chunk['dataset']}|{chunk['batch']}#{chunk['chunk_seq']}"


def gene_space(adata, columns):
    """The record that says what the columns of chunks mean."""
    ids = _unique(adata.var_names, "gene id")
    digest = hashlib.sha256("".join(gene + "\n" for gene in ids).encode()).hexdigest()
    names = [] if columns.gene_names is None else _texts(adata.var, columns.gene_names)
    return {"id": digest[:16], "gene_ids": ids, "gene_names": names}


def chunks(adata, *, dataset, columns=None, layer=None, produced_at=None):
    """Cuts cells into chunks of one technical batch each, in their order.

    ``layer`` is a name in ``adata.layers``; ``X`` without one. ``produced_at`` is in milliseconds,
    now without one. Raises ValueError that names field, cell, value and expectation.
    """
    columns = columns or Columns()
    cells = _Cells(adata, _name(dataset, "dataset"), columns, layer)
    to_come = Counter(cells.batches)
    open_, numbers = {batch: [] for batch in to_come}, Counter()
    now = int(time.time() * 1000) if produced_at is None else produced_at

    def flush(batch):
        end = to_come[batch] == 0
        chunk = cells.chunk(batch, numbers[batch], open_[batch], end, now)
        numbers[batch] += 1
        open_[batch] = []
        return chunk

    for cell, batch in enumerate(cells.batches):
        if open_[batch] and cells.bytes([*open_[batch], cell]) > MAX_BYTES:
            yield flush(batch)
        open_[batch].append(cell)
        to_come[batch] -= 1
        if len(open_[batch]) == MAX_CELLS or to_come[batch] == 0:
            yield flush(batch)


class _Cells:
    def __init__(self, adata, dataset, columns, layer):
        self.dataset = dataset
        self.columns = columns
        self.genes = gene_space(adata, columns)
        self.ids = _unique(adata.obs_names, "cell id")
        self.counts = _counts(adata.X if layer is None else adata.layers[layer], self.ids)
        self.roles = _roles(adata.obs, columns, self.ids)
        self.batches = (
            [dataset] * len(self.ids) if columns.batch is None else _texts(adata.obs, columns.batch)
        )
        for batch in set(self.batches):
            _name(batch, "batch")
        self.covariates = {name: _texts(adata.obs, name) for name in columns.covariates}
        self.donors = [] if columns.donor is None else _texts(adata.obs, columns.donor)
        self.treatments = _treatments(adata.obs, columns, self.ids)
        self.sizes = _sizes(adata.obs, columns, self.counts, self.ids)

    def bytes(self, cells):
        entries = sum(int(self.counts.indptr[c + 1] - self.counts.indptr[c]) for c in cells)
        return 4 * (len(cells) + 1) + 8 * entries

    def chunk(self, batch, number, cells, end, produced_at):
        rows = self.counts[cells]
        treatments = [self.treatments[c] for c in cells] if self.treatments else []
        chunk = {
            "dataset": self.dataset,
            "batch": batch,
            "chunk_seq": number,
            "end_of_batch": end,
            "produced_at": produced_at,
            "gene_space": self.genes["id"],
            "gene_count": len(self.genes["gene_ids"]),
            "cell_ids": [self.ids[c] for c in cells],
            "indptr": rows.indptr.astype("<i4").tobytes(),
            "indices": rows.indices.astype("<i4").tobytes(),
            "counts": rows.data.astype("<i4").tobytes(),
            "library_size": [self.sizes[c] for c in cells],
            "role": [self.roles[c] for c in cells],
            "covariates": {name: [v[c] for c in cells] for name, v in self.covariates.items()},
            "treatments": treatments if any(treatments) else [],
            "donor": [self.donors[c] for c in cells] if self.donors else [],
        }
        chunk["sha256"] = digest(chunk)
        return chunk


def digest(chunk):
    """SHA-256 of a chunk's content, as ChunkDigest of the schemas defines it."""
    sha = hashlib.sha256()

    def length(value):
        sha.update(struct.pack(">i", value))

    def data(value):
        length(len(value))
        sha.update(value)

    def texts(values):
        length(len(values))
        for value in values:
            data(value.encode())

    data(chunk["dataset"].encode())
    data(chunk["batch"].encode())
    sha.update(struct.pack(">q?", chunk["chunk_seq"], chunk["end_of_batch"]))
    data(chunk["gene_space"].encode())
    length(chunk["gene_count"])
    texts(chunk["cell_ids"])
    for name in ("indptr", "indices", "counts"):
        data(chunk[name])
    length(len(chunk["library_size"]))
    for size in chunk["library_size"]:
        sha.update(struct.pack(">d", size))
    length(len(chunk["role"]))
    for role in chunk["role"]:
        length(ROLES.index(role))
    length(len(chunk["covariates"]))
    # Java sorts texts by their UTF-16 units.
    for name in sorted(chunk["covariates"], key=lambda it: it.encode("utf-16-be")):
        data(name.encode())
        texts(chunk["covariates"][name])
    length(len(chunk["treatments"]))
    for cell in chunk["treatments"]:
        length(len(cell))
        for treatment in cell:
            data(treatment["name"].encode())
            sha.update(struct.pack(">d", treatment["dose"]))
    texts(chunk["donor"])
    return sha.digest()


def _counts(matrix, ids):
    counts = sparse.csr_matrix(matrix)
    if counts is matrix or counts.has_sorted_indices is False or not counts.has_canonical_format:
        counts = counts.copy()
    counts.eliminate_zeros()
    counts.sort_indices()
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    values = counts.data
    wrong = ~((values >= 0) & (values <= MAX_COUNT) & (values == np.floor(values)))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ValueError(
            f"Invalid count of cell {ids[row[at]]}: {values[at]}; expected a raw count, a whole"
            f" number from 0 to {MAX_COUNT}; name the layer that holds them"
        )
    twice = (np.diff(counts.indices) == 0) & (np.diff(row) == 0)
    if twice.any():
        raise ValueError(f"Two counts of one gene in cell {ids[row[int(np.argmax(twice))]]}")
    return counts


def _roles(obs, columns, ids):
    if columns.role is None:
        return ["TARGET"] * len(ids)
    background = {_canonical(value) for value in columns.background}
    roles = []
    for value, cell in zip(_texts(obs, columns.role), ids):
        if background:
            roles.append("BACKGROUND" if _canonical(value) in background else "TARGET")
        elif value.upper() in ROLES:
            roles.append(value.upper())
        else:
            raise ValueError(f"Unclear role of cell {cell}: '{value}'; expected background values")
    return roles


def _canonical(value):
    return TRUTH.get(value.strip().lower(), value)


def _treatments(obs, columns, ids):
    if columns.treatment is None:
        return []
    control = columns.background if columns.control is None else columns.control
    doses = [""] * len(ids) if columns.dose is None else _texts(obs, columns.dose, numbers=True)
    treatments = []
    for names, dose, cell in zip(_texts(obs, columns.treatment), doses, ids):
        parts = [] if _is_control(names, control) else names.split(columns.separator)
        amounts = [it.strip() for it in dose.split(columns.separator)]
        if parts and len(amounts) not in (1, len(parts)):
            raise ValueError(
                f"Invalid dose of cell {cell}: '{dose}'; expected one number, or {len(parts)}"
            )
        amounts = amounts * len(parts) if len(amounts) == 1 else amounts
        treatments.append(
            [
                {"name": name.strip(), "dose": _dose(amount, cell)}
                for name, amount in zip(parts, amounts)
                if not _is_control(name.strip(), control)
            ]
        )
    return treatments


def _is_control(name, control):
    return not name.strip() or name in control


def _dose(text, cell):
    dose = _number(text) if text else 1.0
    if not math.isfinite(dose) or dose < 0:
        raise ValueError(f"Invalid dose of cell {cell}: '{text}'; expected a number, 0 or more")
    return dose


def _sizes(obs, columns, counts, ids):
    sums = np.asarray(counts.sum(axis=1, dtype=np.float64)).ravel()
    if columns.library_size is None:
        return [float(value) for value in sums]
    sizes = []
    for text, least, cell in zip(_texts(obs, columns.library_size, numbers=True), sums, ids):
        size = _number(text)
        if not math.isfinite(size) or size < least * (1 - ROUNDING) or (size == 0 and least > 0):
            raise ValueError(
                f"Invalid library size of cell {cell}: '{text}'; expected a number of at least the"
                f" sum of its counts, {least:.0f}"
            )
        sizes.append(float(max(size, least)))
    return sizes


def _number(text):
    try:
        return float(text)
    except ValueError:
        return math.nan


def _texts(frame, name, numbers=False):
    """A column as text; missing values are empty."""
    if name not in frame:
        raise ValueError(f"Unknown column {name}; expected one of {list(frame.columns)}")
    column = frame[name]
    if pd.api.types.is_bool_dtype(column):
        return ["true" if value else "false" for value in column]
    if pd.api.types.is_float_dtype(column) and not numbers:
        raise ValueError(f"Column {name} holds fractions; expected text or whole numbers")
    missing = column.isna()
    # NumPy's own numbers say 7.1 where Python's would say 7.099999904632568.
    return ["" if gone else str(value) for value, gone in zip(column.to_numpy(), missing)]


def _unique(names, what):
    names = [str(name) for name in names]
    repeated = next((name for name, times in Counter(names).items() if times > 1), None)
    if repeated is not None or "" in names:
        raise ValueError(f"Invalid {what}: '{repeated or ''}'; expected unique names, none empty")
    return names


def _name(name, what):
    if not name or "|" in name:
        raise ValueError(f"Invalid {what}: '{name}'; expected a name without '|'")
    return name
