"""The encoders of a version in PyTorch, built from ``model.safetensors`` alone."""

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import nn

LOG_VARIANCE_BOUND = 10.0
PER = 10_000.0


class _Branch(nn.Module):
    """Linear, normalisation and ReLU as often as there are layers, then two heads."""

    def __init__(self, weights, name, layers, normalization):
        super().__init__()
        hidden = []
        for layer in range(layers):
            prefix = f"{name}.layers.{layer}"
            hidden += [_linear(weights, prefix), *_norm(weights, prefix, normalization), nn.ReLU()]
        self.hidden = nn.Sequential(*hidden)
        self.mean = _linear(weights, name + ".mean")
        self.log_variance = _linear(weights, name + ".log_variance")

    def forward(self, x):
        units = self.hidden(x)
        bound = LOG_VARIANCE_BOUND
        return self.mean(units), self.log_variance(units).clamp(-bound, bound)


class Encoder(nn.Module):
    """From raw counts [n, genes] and library sizes [n] to published codes, by name."""

    def __init__(self, spec, weights, gauge):
        super().__init__()
        self.family = spec["family"]
        if self.family not in ("contrastive-vae", "reference-vae"):
            raise ValueError(f"Unknown family {self.family}; expected one that this client knows")
        layers = int(spec["spec.layers"])
        self.background_latent = int(spec["spec.background-latent"])
        self.salient_latent = int(spec["spec.salient-latent"])
        groups = sum(key.startswith("spec.group.") for key in spec)
        norm = spec.get("spec.normalization", "NONE")
        names = (
            ["encoder"]
            if self.family == "reference-vae"
            else ["background_encoder", "salient_encoder"]
            if groups < 2
            else ["background_encoder", *(f"salient_encoder.groups.{g}" for g in range(groups))]
        )
        self.branches = nn.ModuleList(_Branch(weights, name, layers, norm) for name in names)
        noise = spec.get("spec.noise")
        self.per_library = self.family == "reference-vae" or noise == "LOG_SQUARED_ERROR"
        self.register_buffer("background_rotation", gauge["background_rotation"])
        self.register_buffer("salient_rotation", gauge["salient_rotation"])

    @classmethod
    def load(cls, folder):
        """The encoder of an exported version, in evaluation mode."""
        weights = load_file(folder / "model.safetensors")
        with safe_open(folder / "model.safetensors", framework="pt") as file:
            spec = file.metadata()
        return cls(spec, weights, load_file(folder / "gauge.safetensors")).eval()

    def forward(self, counts, library_size, group=None):
        """``group`` as for the ONNX file: -1 for background cells."""
        x = PER * counts / library_size.unsqueeze(1) if self.per_library else counts
        posteriors = [branch(torch.log1p(x)) for branch in self.branches]
        if self.family == "reference-vae":
            sizes = [self.background_latent, self.salient_latent]
            means, spreads = (values.split(sizes, dim=1) for values in posteriors[0])
        else:
            background, *salient = posteriors
            means = background[0], torch.cat([mean for mean, _ in salient], dim=1)
            spreads = background[1], torch.cat([spread for _, spread in salient], dim=1)
            if len(salient) > 1:
                means, spreads = self._own(means, spreads, group)
        outputs = {}
        for at, block in enumerate(("background", "salient")):
            rotation = getattr(self, block + "_rotation")
            outputs[block + "_mean"] = means[at] @ rotation
            outputs[block + "_log_variance"] = (spreads[at].exp() @ rotation.square()).log()
        return outputs

    def _own(self, means, spreads, group):
        if group is None:
            raise ValueError("The model has several groups; expected group, one number a cell")
        block = torch.arange(means[1].shape[1], device=group.device) // self.salient_latent
        kept = (group.unsqueeze(1) == block) | (group.unsqueeze(1) < 0)
        salient = torch.where(kept, means[1], torch.zeros_like(means[1]))
        spread = torch.where(kept, spreads[1], torch.full_like(spreads[1], -LOG_VARIANCE_BOUND))
        return (means[0], salient), (spreads[0], spread)


def _linear(weights, name):
    weight = weights[name + ".weight"]
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.load_state_dict({"weight": weight, "bias": weights[name + ".bias"]})
    return layer


def _norm(weights, prefix, normalization):
    if normalization == "NONE":
        return []
    state = {key: weights[f"{prefix}.norm.{key}"] for key in ("weight", "bias")}
    units = state["weight"].shape[0]
    if normalization == "LAYER":
        norm = nn.LayerNorm(units, eps=1e-5)
    elif normalization == "BATCH":
        norm = nn.BatchNorm1d(units, eps=1e-3)
        state["running_mean"] = weights[prefix + ".norm.running_mean"]
        state["running_var"] = weights[prefix + ".norm.running_variance"]
        state["num_batches_tracked"] = torch.tensor(0)
    else:
        raise ValueError(f"Unknown normalization {normalization}; expected NONE, LAYER or BATCH")
    norm.load_state_dict(state)
    return [norm]
