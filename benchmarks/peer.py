#!/usr/bin/env python3
"""The other side of `scstream bench step`: learns from the same cells and tells how long it took.

  python3 peer.py pytorch|scvi FOLDER

FOLDER holds what the command wrote:

  job.json     genes, batch, background, minibatches, hidden, background_latent, salient_latent,
               dropout, threads, seed
  indptr.bin   int64, little-endian: where each cell's entries begin, and where the last one ends
  indices.bin  int32: the gene of each entry
  counts.bin   float32: its count

Cells are in the order of their minibatches, each with its background cells first.

It answers one line of JSON for each line that it reads:

  (at the start)  {"peer": "pytorch", "version": "2.7.1", "model": "SO-cVAE", "cells": 512}
  {"steps": 20}   {"seconds": 1.25}

Without the package that it needs it says {"missing": "torch"} and ends. "cells" is the number of
cells of one of its steps.

pytorch  SO-cVAE as one would write it in eager PyTorch. The dense tensors of all minibatches and
         the logs of their counts are made beforehand, so that they cost this side nothing.
scvi     ContrastiveVI of scvi-tools at its defaults, 128 cells of each role in a step, under its
         own trainer; a step is all that the trainer does between two minibatches, loading included.
         The cells are repeated so that an epoch is not shorter than that of a usual data set.
"""

import json
import os
import sys
import time
from pathlib import Path

SCVI_PER_ROLE = 128
SCVI_EPOCH = 20_000


class Job:
    """What the command asks for, and its cells."""

    def __init__(self, folder):
        import numpy as np

        for name, value in json.loads((folder / "job.json").read_text()).items():
            setattr(self, name, value)
        self.indptr = np.fromfile(folder / "indptr.bin", dtype="<i8")
        self.indices = np.fromfile(folder / "indices.bin", dtype="<i4")
        self.counts = np.fromfile(folder / "counts.bin", dtype="<f4")

    def dense(self, minibatch):
        """Counts [n, G] of one minibatch."""
        import numpy as np

        first = minibatch * self.batch
        dense = np.zeros((self.batch, self.genes), dtype=np.float32)
        for row in range(self.batch):
            entries = slice(self.indptr[first + row], self.indptr[first + row + 1])
            dense[row, self.indices[entries]] = self.counts[entries]
        return dense


class Wire:
    """Lines of JSON; whatever else is printed goes to standard error."""

    def __init__(self):
        self.out = os.fdopen(os.dup(1), "w")
        os.dup2(2, 1)

    def say(self, answer):
        self.out.write(json.dumps(answer) + "\n")
        self.out.flush()

    def ask(self):
        """The number of steps to take, or nothing when the command is done."""
        line = sys.stdin.readline()
        return json.loads(line)["steps"] if line.strip() else None


def contrastive_vae(job):
    """SO-cVAE: shared z, salient s of target cells, negative binomial counts."""
    import torch
    from torch import nn
    from torch.nn import functional

    class Encoder(nn.Module):
        def __init__(self, latent):
            super().__init__()
            self.hidden = nn.Sequential(
                nn.Linear(job.genes, job.hidden),
                nn.LayerNorm(job.hidden),
                nn.ReLU(),
                nn.Dropout(job.dropout),
                nn.Linear(job.hidden, job.hidden),
                nn.LayerNorm(job.hidden),
                nn.ReLU(),
                nn.Dropout(job.dropout),
            )
            self.mean = nn.Linear(job.hidden, latent)
            self.log_variance = nn.Linear(job.hidden, latent)

        def forward(self, x):
            units = self.hidden(x)
            return self.mean(units), self.log_variance(units).clamp(-10, 10)

    class ContrastiveVae(nn.Module):
        def __init__(self):
            super().__init__()
            self.background_encoder = Encoder(job.background_latent)
            self.salient_encoder = Encoder(job.salient_latent)
            self.decoder = nn.Sequential(
                nn.Linear(job.background_latent + job.salient_latent, job.hidden),
                nn.LeakyReLU(0.2),
                nn.Linear(job.hidden, job.hidden),
                nn.LeakyReLU(0.2),
                nn.Linear(job.hidden, job.genes),
            )
            self.log_theta = nn.Parameter(torch.ones(job.genes))

        def forward(self, counts, logs, library):
            nb = job.background
            z_mean, z_log_variance = self.background_encoder(logs)
            s_mean, s_log_variance = self.salient_encoder(logs[nb:])
            z = draw(z_mean, z_log_variance)
            s = functional.pad(draw(s_mean, s_log_variance), (0, 0, nb, 0))  # background: zeros
            scale = torch.softmax(self.decoder(torch.cat([z, s], dim=1)), dim=1)
            loss = divergence(z_mean, z_log_variance) - log_nb(
                counts, library * scale, self.log_theta.exp()
            )
            loss_target = loss[nb:] + divergence(s_mean, s_log_variance)
            return loss[:nb].mean() + loss_target.mean()

    def draw(mean, log_variance):
        return mean + (0.5 * log_variance).exp() * torch.randn_like(mean)

    def divergence(mean, log_variance):
        return 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).sum(dim=1)

    def log_nb(x, mu, theta, eps=1e-8):
        both = torch.log(theta + mu + eps)
        return (
            theta * (torch.log(theta + eps) - both)
            + x * (torch.log(mu + eps) - both)
            + torch.lgamma(x + theta)
            - torch.lgamma(theta)
            - torch.lgamma(x + 1)
        ).sum(dim=1)

    return ContrastiveVae()


def run_pytorch(job, wire):
    import torch

    torch.set_num_threads(job.threads)
    torch.manual_seed(job.seed)
    minibatches = []
    for number in range(job.minibatches):
        counts = torch.from_numpy(job.dense(number))
        minibatches.append((counts, torch.log1p(counts), counts.sum(dim=1, keepdim=True)))
    model = contrastive_vae(job)
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    wire.say(
        {
            "peer": "pytorch",
            "version": torch.__version__,
            "model": "SO-cVAE",
            "cells": job.batch,
        }
    )
    taken = 0
    while (steps := wire.ask()) is not None:
        start = time.perf_counter()
        for _ in range(steps):
            optimizer.zero_grad()
            loss = model(*minibatches[taken % job.minibatches])
            loss.backward()
            optimizer.step()
            taken += 1
        wire.say({"seconds": time.perf_counter() - start})


def run_scvi(job, wire):
    import warnings

    import numpy as np
    import scvi
    import torch
    from anndata import AnnData
    from lightning.pytorch.callbacks import Callback
    from scipy.sparse import csr_matrix, vstack

    class Turns(Callback):
        """Lets the trainer take as many steps as are asked for, then waits for the next line."""

        def __init__(self):
            self.left = 0
            self.start = None

        def on_train_batch_start(self, trainer, *unused):
            if self.left == 0:
                if self.start is not None:
                    wire.say({"seconds": time.perf_counter() - self.start})
                steps = wire.ask()
                if steps is None:
                    os._exit(0)
                self.left = steps
                self.start = time.perf_counter()
            self.left -= 1

    warnings.filterwarnings("ignore")
    torch.set_num_threads(job.threads)
    scvi.settings.seed = job.seed
    cells = csr_matrix(
        (job.counts, job.indices, job.indptr), shape=(len(job.indptr) - 1, job.genes)
    )
    is_target = np.arange(cells.shape[0]) % job.batch >= job.background
    times = -(-SCVI_EPOCH // cells.shape[0])
    is_target = np.tile(is_target, times)
    adata = AnnData(vstack([cells] * times, format="csr"))
    scvi.external.ContrastiveVI.setup_anndata(adata)
    model = scvi.external.ContrastiveVI(adata)
    wire.say(
        {
            "peer": "scvi",
            "version": scvi.__version__,
            "model": "ContrastiveVI",
            "cells": 2 * SCVI_PER_ROLE,
        }
    )
    model.train(
        background_indices=np.flatnonzero(~is_target).tolist(),
        target_indices=np.flatnonzero(is_target).tolist(),
        max_epochs=10**9,
        accelerator="cpu",
        train_size=1.0,
        batch_size=SCVI_PER_ROLE,
        enable_progress_bar=False,
        callbacks=[Turns()],
    )


def main():
    peers = {"pytorch": run_pytorch, "scvi": run_scvi}
    if len(sys.argv) != 3 or sys.argv[1] not in peers:
        sys.exit("Invalid arguments; expected: pytorch|scvi FOLDER")
    wire = Wire()
    try:
        peers[sys.argv[1]](Job(Path(sys.argv[2])), wire)
    except ImportError as failure:
        print(failure, file=sys.stderr)
        wire.say({"missing": failure.name or str(failure)})
        sys.exit(1)


if __name__ == "__main__":
    main()
