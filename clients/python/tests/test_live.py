"""Against a running instance: tests/live.sh starts one and sets the variables."""

import os
import time

import numpy as np
import pytest

from scstream import Columns, Model, bootstrap, framing, publish, read_embeddings, topics
from scstream.cells import chunk_id, chunks

WORKDIR = os.environ.get("SCSTREAM_WORKDIR")
TOLERANCE = 1e-5
# As the demo sends it.
SCREEN = Columns(
    role="is_control",
    background=("true",),
    treatment="perturbation",
    dose="dose",
    covariates=("cell_line",),
    batch="cell_line",
    library_size="ncounts",
)

pytestmark = pytest.mark.skipif(not WORKDIR, reason="no running instance, see tests/live.sh")


@pytest.fixture(scope="module")
def servers():
    return bootstrap(WORKDIR)


@pytest.fixture(scope="module")
def model():
    return Model(os.environ["SCSTREAM_MODEL"])


def away(found, expected):
    """The largest difference, as a share of codes above 1."""
    return np.max(np.abs(found - expected) / np.maximum(1, np.abs(expected)))


def test_chunks_are_those_of_ingest(servers, screen):
    sent = {}
    for message in topics.read_all(servers, topics.CELLS):
        chunk = framing.read("CellChunkRecord", message.value)
        sent[chunk_id(chunk)] = chunk
    datasets = {chunk["dataset"] for chunk in sent.values()} - {"from-python"}
    (dataset,) = datasets
    ours = {
        chunk_id(it): it for it in chunks(screen, dataset=dataset, columns=SCREEN, layer="counts")
    }
    theirs = {name: it for name, it in sent.items() if it["dataset"] == dataset}
    assert {k: v["sha256"] for k, v in ours.items()} == {k: v["sha256"] for k, v in theirs.items()}


def test_published_cells_are_embedded_as_the_exported_version_does(servers, screen, model):
    some = screen[:1000].copy()
    assert publish(some, servers, dataset="from-python", columns=SCREEN, layer="counts") > 0
    assert publish(some, servers, dataset="from-python", columns=SCREEN, layer="counts") == 0
    changed = some.copy()
    changed.layers["counts"] = some.layers["counts"] * 2
    with pytest.raises(ValueError, match="Other cells are on"):
        publish(changed, servers, dataset="from-python", layer="counts", columns=SCREEN)
    embedded = wait_for(servers, some.n_obs)
    used = embedded.uns["scstream"]
    assert f"{used['model']}@{used['version']}" == model.name
    embedded = embedded[some.obs_names]
    codes = model.embed(some, layer="counts", library_size="ncounts")
    for block in ("background", "salient"):
        for kind, output in (("", "_mean"), ("_log_variance", "_log_variance")):
            difference = away(codes[block + output], embedded.obsm[f"X_{block}{kind}"])
            print(f"{block}{output}: {difference:.2e} away by ONNX Runtime")
            assert difference <= TOLERANCE
    assert set(embedded.obs["role"]) == {"background", "target"}
    assert (embedded.obs["cell_line"].astype(str) == some.obs["cell_line"].astype(str)).all()


def wait_for(servers, cells, patience=60):
    end = time.monotonic() + patience
    while True:
        embedded = read_embeddings(servers)
        embedded = embedded[embedded.obs["dataset"] == "from-python"].copy()
        if embedded.n_obs >= cells or time.monotonic() > end:
            embedded.obs_names = [name.removeprefix("from-python|") for name in embedded.obs_names]
            assert embedded.n_obs == cells
            return embedded
        time.sleep(0.5)


def test_torch_gives_the_same(screen, model):
    torch = pytest.importorskip("torch")
    some = screen[:1000]
    codes = model.embed(some, layer="counts", library_size="ncounts")
    with torch.no_grad():
        found = model.torch()(
            torch.tensor(model.counts(some, "counts").toarray().astype(np.float32)),
            torch.tensor(some.obs["ncounts"].to_numpy().astype(np.float32)),
        )
    for name, expected in codes.items():
        difference = away(found[name].numpy(), expected)
        print(f"{name}: {difference:.2e} away by PyTorch")
        assert difference <= TOLERANCE


def test_safetensors_alone_give_the_same(screen, model):
    from safetensors.numpy import load_file

    weights = load_file(model.folder / "model.safetensors")
    gauge = load_file(model.folder / "gauge.safetensors")
    some = screen[:1000]
    codes = model.embed(some, layer="counts", library_size="ncounts")
    counts = model.counts(some, "counts").toarray().astype(np.float32)
    for block in ("background", "salient"):
        # The demo's encoder, written out: two layers, each normalised, and a head.
        units = np.log1p(counts)
        for name in (f"{block}_encoder.layers.{layer}" for layer in range(2)):
            units = units @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
            units = units - units.mean(axis=1, keepdims=True)
            units = units / np.sqrt(np.square(units).mean(axis=1, keepdims=True) + 1e-5)
            units = units * weights[f"{name}.norm.weight"] + weights[f"{name}.norm.bias"]
            units = np.maximum(units, 0)
        mean = units @ weights[f"{block}_encoder.mean.weight"].T
        mean = mean + weights[f"{block}_encoder.mean.bias"]
        difference = away(mean @ gauge[f"{block}_rotation"], codes[f"{block}_mean"])
        print(f"{block}_mean: {difference:.2e} away by the weights alone")
        assert difference <= TOLERANCE


def test_safetensors_hold_what_the_manifest_lists(model):
    from safetensors.numpy import load_file

    weights = load_file(model.folder / "model.safetensors")
    assert weights["background_encoder.mean.bias"].dtype == np.float32
    listed = {it["name"]: it["shape"] for it in model.manifest["tensors"]}
    if listed:
        assert listed == {name: list(array.shape) for name, array in weights.items()}


def test_the_exported_file_opens_in_anndata(servers, screen):
    import anndata

    exported = anndata.read_h5ad(os.environ["SCSTREAM_H5AD"])
    assert exported.n_obs == screen.n_obs
    assert set(exported.obs_names) == set(screen.obs_names)
    on_topic = read_embeddings(servers)
    (dataset,) = set(on_topic.obs["dataset"]) - {"from-python"}
    on_topic = on_topic[on_topic.obs["dataset"] == dataset]
    on_topic.obs_names = [name.split("|")[-1] for name in on_topic.obs_names]
    # Some cells may have been embedded anew since, by a newer version.
    exported = exported[on_topic.obs_names]
    same = (exported.obs["model_version"] == on_topic.obs["model_version"]).to_numpy()
    assert same.sum() >= 1000
    for matrix in ("X_background", "X_salient"):
        codes = exported.obsm[matrix]
        assert np.isfinite(codes).all()
        assert away(on_topic.obsm[matrix][same], codes[same]) <= TOLERANCE
    print(f"{exported.n_obs} cells by anndata {anndata.__version__}")


def test_a_damaged_version_is_refused(model, tmp_path):
    import shutil

    folder = tmp_path / "model"
    shutil.copytree(model.folder, folder)
    content = bytearray((folder / "encoder.onnx").read_bytes())
    content[-1] ^= 1
    (folder / "encoder.onnx").write_bytes(content)
    with pytest.raises(ValueError, match="encoder.onnx is damaged"):
        Model(folder)
