from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def messages():
    """Messages that the Java build wrote, by kind; the seeds of its fuzzers."""
    folder = ROOT / "cli/src/test/resources/fuzz"
    return {
        "CellChunkRecord": (folder / "chunk/valid-chunk").read_bytes(),
        "GeneSpaceRecord": (folder / "gene-space/valid-space").read_bytes(),
    }


@pytest.fixture(scope="session")
def screen():
    """The bundled data set."""
    import anndata

    return anndata.read_h5ad(ROOT / "examples/perturb_cell_lines/perturb_cell_lines.h5ad")
