#!/usr/bin/env python3
"""ContrastiveVI of scvi-tools on the cells that `scstream bench readouts --write DIR` wrote.

Fits scvi-tools' model to the same cells on the same genes, with the same sizes, steps, warm-up
and optimiser, and asks both programs' codes of the same held-out cells the same questions:

  loss      minus the evidence lower bound at the posterior means, in nats a cell, with all
            constants, without dropout and with full KL weight, for each role
  role s    balanced accuracy of a logistic regression that reads the role off the salient code:
            fitted to the codes of the cells that were trained on, tested on the held-out ones
  role z    the same off the background code
  shared z  the same for the shared annotation of target cells, where there is one

Needs scvi-tools 1.5 and what it brings (torch, anndata, scipy, scikit-learn, pandas).

  ./scstream bench readouts kang_pbmc_ifnb.h5ad --background control --obs role=condition \\
      --shared cell_type --model CONTRASTIVEVI --seeds 0..2 --steps 2000 --write kang --json > ours.json
  python3 benchmarks/scvi_parity.py kang --ours ours.json
"""

import argparse
import json
import logging
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.io import mmread


def arguments():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="what --write wrote")
    parser.add_argument("--ours", type=Path, required=True, help="what --json printed")
    parser.add_argument("--seeds", help="of scvi-tools, as 0,1,2; by default those of --ours")
    parser.add_argument("--threads", type=int, default=1, help="of torch (1)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args()


def tell(text):
    print(text, file=sys.stderr, flush=True)


class Cells:
    """Counts [n, G] and annotations of all cells, in the order of cells.csv."""

    def __init__(self, folder):
        self.counts = mmread(folder / "counts.mtx").tocsr().astype(np.float32)
        self.obs = pd.read_csv(folder / "cells.csv", keep_default_na=False)
        self.genes = pd.read_csv(folder / "genes.csv")["gene"].astype(str)
        if self.counts.shape != (len(self.obs), len(self.genes)):
            raise SystemExit(
                f"Invalid counts: {self.counts.shape}; expected {(len(self.obs), len(self.genes))}"
            )
        self.held_out = self.obs["held_out"].to_numpy() == 1
        self.target = self.obs["role"].to_numpy() == "target"


def read_out(codes, labels, held_out):
    """Balanced accuracy on held-out rows of a classifier fitted to the others."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import balanced_accuracy_score
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    classifier = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
    classifier.fit(codes[~held_out], labels[~held_out])
    return float(balanced_accuracy_score(labels[held_out], classifier.predict(codes[held_out])))


def read_outs(cells, z, s):
    """Every question to the codes z [n, dz] and s [n, ds] of all cells."""
    role = cells.obs["role"].to_numpy()
    answers = {
        "role_s": read_out(s, role, cells.held_out),
        "role_z": read_out(z, role, cells.held_out),
    }
    shared = cells.obs["shared"].to_numpy()
    known = cells.target & (shared != "")
    if len(set(shared[known])) > 1:
        answers["shared_z"] = read_out(z[known], shared[known], cells.held_out[known])
    return answers


def scvi_model(cells, seed, steps, warm_up):
    """scvi-tools' own model and training, on the cells that are not held out."""
    import anndata
    import scvi

    scvi.settings.seed = seed
    fitted = anndata.AnnData(
        cells.counts[~cells.held_out],
        obs=cells.obs[~cells.held_out].set_index("cell"),
        var=pd.DataFrame(index=cells.genes),
    )
    scvi.external.ContrastiveVI.setup_anndata(fitted)
    model = scvi.external.ContrastiveVI(
        fitted,
        n_hidden=128,
        n_background_latent=10,
        n_salient_latent=10,
        n_layers=1,
        dropout_rate=0.1,
        use_observed_lib_size=True,
        wasserstein_penalty=0,
    )
    is_target = (fitted.obs["role"] == "target").to_numpy()
    model.train(
        background_indices=np.flatnonzero(~is_target).tolist(),
        target_indices=np.flatnonzero(is_target).tolist(),
        max_epochs=steps,  # more than max_steps ever needs
        max_steps=steps,
        train_size=1.0,
        batch_size=128,
        accelerator="cpu",
        devices=1,
        # Whole minibatches only, as the other program has them.
        datasplitter_kwargs={"drop_last": True},
        plan_kwargs={
            "lr": 1e-3,
            "eps": 0.01,
            "weight_decay": 1e-6,
            "n_epochs_kl_warmup": None,
            "n_steps_kl_warmup": warm_up,
        },
        enable_progress_bar=False,
        logger=False,
    )
    if model.trainer.global_step != steps:
        raise SystemExit(f"Took {model.trainer.global_step} steps; expected {steps}")
    model.module.eval()
    return model.module


def codes_and_losses(module, cells):
    """Posterior means of all cells, and the loss at them of every cell [n]."""
    import torch
    from torch.distributions import Normal, kl_divergence

    rows, means = [], {"z": [], "s": []}
    with torch.inference_mode():
        for start in range(0, len(cells.obs), 512):
            part = slice(start, start + 512)
            x = torch.from_numpy(cells.counts[part].toarray())
            target = torch.from_numpy(cells.target[part])
            batch = torch.zeros(len(x), 1)
            found = module._generic_inference(x=x, batch_index=batch)
            s = found["qs_m"] * target.unsqueeze(1)
            made = module._generic_generative(
                z=found["qz_m"], s=s, library=found["library"], batch_index=batch
            )
            loss = module.reconstruction_loss(
                x, made["px_rate"], made["px_r"], made["px_dropout"]
            )
            prior = Normal(0.0, 1.0)
            kl_z = kl_divergence(Normal(found["qz_m"], found["qz_v"].sqrt()), prior).sum(1)
            kl_s = kl_divergence(Normal(found["qs_m"], found["qs_v"].sqrt()), prior).sum(1)
            rows.append(loss + kl_z + kl_s * target)
            means["z"].append(found["qz_m"])
            means["s"].append(found["qs_m"])
    return (
        torch.cat(means["z"]).numpy(),
        torch.cat(means["s"]).numpy(),
        torch.cat(rows).double().numpy(),
    )


def theirs(cells, seed, steps, warm_up):
    started = time.perf_counter()
    module = scvi_model(cells, seed, steps, warm_up)
    z, s, losses = codes_and_losses(module, cells)
    return {
        "program": "scvi-tools",
        "seed": seed,
        "loss_background": float(losses[cells.held_out & ~cells.target].mean()),
        "loss_target": float(losses[cells.held_out & cells.target].mean()),
        **read_outs(cells, z, s),
        "seconds": time.perf_counter() - started,
    }


def ours(cells, folder, row):
    codes = pd.read_csv(folder / f"codes-CONTRASTIVEVI-{row['seed']}.csv").set_index("cell")
    if set(codes.index) != set(cells.obs["cell"]):
        raise SystemExit(f"Invalid codes of seed {row['seed']}: not of the cells of cells.csv")
    codes = codes.loc[cells.obs["cell"]]
    return {
        "program": "scstream",
        "seed": row["seed"],
        "loss_background": row["loss_background"],
        "loss_target": row["loss_target"],
        **read_outs(
            cells, codes.filter(regex="^z_").to_numpy(), codes.filter(regex="^s_").to_numpy()
        ),
    }


def main():
    options = arguments()
    warnings.filterwarnings("ignore")
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    import torch

    torch.set_num_threads(options.threads)
    bench = json.loads(options.ours.read_text())
    steps, warm_up = bench["steps"], bench["kl_warmup_steps"]
    cells = Cells(options.folder)
    rows = [
        ours(cells, options.folder, row)
        for row in bench["rows"]
        if row["model"] == "CONTRASTIVEVI"
    ]
    seeds = (
        [int(seed) for seed in options.seeds.split(",")]
        if options.seeds
        else [row["seed"] for row in rows]
    )
    for seed in seeds:
        tell(f"scvi-tools, seed {seed}, {steps} steps")
        rows.append(theirs(cells, seed, steps, warm_up))
        tell(f"  {rows[-1]}")
    if options.json:
        print(json.dumps({"steps": steps, "kl_warmup_steps": warm_up, "rows": rows}))
        return
    table = pd.DataFrame(rows).set_index(["program", "seed"])
    print(table.to_string(float_format="%.3f"))
    print(table.groupby("program").agg(["mean", "std"]).to_string(float_format="%.3f"))


if __name__ == "__main__":
    main()
