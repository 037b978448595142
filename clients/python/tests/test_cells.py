import anndata
import numpy as np
import pandas as pd
import pytest
from scipy import sparse

from scstream import Columns, chunks, framing
from scstream.cells import digest, gene_space


def small(counts, **obs):
    counts = np.asarray(counts)
    ids = [f"c{i}" for i in range(len(counts))]
    genes = [f"g{i}" for i in range(counts.shape[1])]
    return anndata.AnnData(
        sparse.csr_matrix(counts),
        obs=pd.DataFrame(obs, index=ids),
        var=pd.DataFrame(index=genes),
    )


def ints(chunk, name):
    return np.frombuffer(chunk[name], "<i4").tolist()


def test_a_chunk_is_that_of_the_java_build(messages):
    written = framing.read("CellChunkRecord", messages["CellChunkRecord"])
    assert digest(written) == written["sha256"]
    cells = anndata.AnnData(
        sparse.csr_matrix(np.array([[5, 0, 4], [0, 1, 0]], dtype=np.float32)),
        obs=pd.DataFrame(
            {
                "role": ["target", "Background"],
                "line": ["A549", "A549"],
                "drug": ["drug", "drug"],
                "dose": [2.5, 2.5],
                "donor": ["d1", "d1"],
                "lane": ["lane1", "lane1"],
            },
            index=["a", "b"],
        ),
        var=pd.DataFrame({"symbol": ["A", "B", "C"]}, index=["ENSG1", "ENSG2", "ENSG3"]),
    )
    columns = Columns(
        role="role",
        covariates=("line",),
        treatment="drug",
        dose="dose",
        donor="donor",
        batch="lane",
        gene_names="symbol",
    )
    (chunk,) = chunks(cells, dataset="screen", columns=columns, produced_at=0)
    chunk["covariates"] = {"cell_line": chunk["covariates"]["line"]}
    chunk["chunk_seq"] = 3
    chunk["sha256"] = digest(chunk)
    assert framing.write("CellChunkRecord", chunk) == messages["CellChunkRecord"]
    space = framing.read("GeneSpaceRecord", messages["GeneSpaceRecord"])
    assert gene_space(cells, columns) == space


def test_batches_interleave_and_end():
    cells = small(np.ones((140, 1), int), lane=["x", "y"] * 70)
    found = [
        (it["batch"], it["chunk_seq"], len(it["cell_ids"]), it["end_of_batch"])
        for it in chunks(cells, dataset="d", columns=Columns(batch="lane"))
    ]
    assert found == [
        ("x", 0, 64, False),
        ("y", 0, 64, False),
        ("x", 1, 6, True),
        ("y", 1, 6, True),
    ]


def test_a_chunk_is_full_by_bytes():
    found = [len(it["cell_ids"]) for it in chunks(small(np.ones((9, 20_000), int)), dataset="d")]
    # 4 * 6 + 8 * 100,000 bytes for five cells, and one more would be too many.
    assert found == [5, 4]


def test_treatments_roles_and_sizes():
    cells = small(
        [[1, 2], [0, 3], [0, 0]],
        guide=["control", "A+control+B", "A"],
        dose=["", "1+0+0.5", "2"],
        total=np.array([7.1, 3, 0], dtype=np.float32),
    )
    columns = Columns(
        role="guide", background=("control",), treatment="guide", dose="dose", library_size="total"
    )
    (chunk,) = chunks(cells, dataset="d", columns=columns)
    assert chunk["role"] == ["BACKGROUND", "TARGET", "TARGET"]
    assert chunk["treatments"] == [
        [],
        [{"name": "A", "dose": 1.0}, {"name": "B", "dose": 0.5}],
        [{"name": "A", "dose": 2.0}],
    ]
    assert chunk["library_size"] == [7.1, 3.0, 0.0]
    assert (ints(chunk, "indptr"), ints(chunk, "indices"), ints(chunk, "counts")) == (
        [0, 2, 3, 3],
        [0, 1, 1],
        [1, 2, 3],
    )


@pytest.mark.parametrize(
    ("counts", "obs", "columns", "problem"),
    [
        ([[0.5]], {}, Columns(), "Invalid count of cell c0: 0.5; expected a raw count"),
        ([[-1]], {}, Columns(), "Invalid count of cell c0: -1"),
        ([[float("nan")]], {}, Columns(), "Invalid count of cell c0: nan"),
        ([[1]], {}, Columns(role="r"), "Unknown column r"),
        ([[1]], {"r": ["x"]}, Columns(role="r"), "Unclear role of cell c0: 'x'"),
        ([[1]], {"b": ["x|y"]}, Columns(batch="b"), "Invalid batch: 'x|y'"),
        ([[9]], {"n": [8.0]}, Columns(library_size="n"), "at least the sum of its counts, 9"),
        ([[9]], {"n": [9.5]}, Columns(covariates=("n",)), "Column n holds fractions"),
        (
            [[1]],
            {"t": ["A"], "x": ["-1"]},
            Columns(treatment="t", dose="x"),
            "Invalid dose of cell c0: '-1'",
        ),
    ],
)
def test_what_ingest_refuses_is_refused(counts, obs, columns, problem):
    with pytest.raises(ValueError, match=problem.replace("|", r"\|")):
        list(chunks(small(counts, **obs), dataset="d", columns=columns))


def test_names_must_be_unique():
    cells = small([[1], [2]])
    cells.obs_names = ["a", "a"]
    with pytest.raises(ValueError, match="Invalid cell id: 'a'"):
        list(chunks(cells, dataset="d"))


def test_the_matrix_given_is_left_as_it_is():
    cells = small([[0, 1]])
    cells.X = sparse.csr_matrix((np.array([0, 1]), np.array([1, 0]), np.array([0, 2])), (1, 2))
    (chunk,) = chunks(cells, dataset="d")
    assert (ints(chunk, "indices"), ints(chunk, "counts")) == ([0], [1])
    assert cells.X.data.tolist() == [0, 1] and cells.X.indices.tolist() == [1, 0]
