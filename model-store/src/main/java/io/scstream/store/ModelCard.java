package io.scstream.store;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/** The README of an exported version: YAML for programs, then words for people. */
final class ModelCard {

  private ModelCard() {}

  static String of(ModelManifest manifest) {
    return head(manifest) + text(manifest) + python(manifest) + encoder(manifest);
  }

  private static String head(ModelManifest manifest) {
    ModelManifest.Training training = manifest.training();
    StringBuilder head = new StringBuilder("---\n");
    line(head, "lineage", quoted(manifest.version().lineage()));
    line(head, "version", manifest.version().version());
    manifest.parent().ifPresent(parent -> line(head, "parent", quoted(parent.toString())));
    line(head, "manifest_sha256", quoted(manifest.sha256()));
    line(head, "step", training.step());
    line(head, "cells_seen", training.cellsSeen());
    line(head, "cells_trained", training.cellsTrained());
    line(head, "cells_held_out", training.cellsHeldOut());
    line(head, "gene_space", quoted(manifest.geneSpace().id()));
    line(head, "genes", manifest.geneSpace().genes());
    line(head, "guarantee", quoted(manifest.provenance().guarantee()));
    line(head, "code_version", quoted(manifest.provenance().codeVersion()));
    if (manifest.metrics().isEmpty()) {
      line(head, "metrics", "{}");
    } else {
      head.append("metrics:\n");
      manifest.metrics().forEach((name, value) -> line(head, "  " + quoted(name), number(value)));
    }
    return head.append("---\n").toString();
  }

  private static String text(ModelManifest manifest) {
    StringBuilder text = new StringBuilder("\n# " + manifest.version() + "\n\n");
    text.append("Learned from ")
        .append(manifest.training().cellsTrained())
        .append(" cells in ")
        .append(manifest.training().step())
        .append(" steps, on ")
        .append(manifest.geneSpace().genes())
        .append(" genes. `manifest.json` says with which settings and through which offsets.\n\n");
    text.append("| file | bytes | sha256 |\n| --- | ---: | --- |\n");
    for (Map.Entry<String, BlobRef> blob : manifest.blobs().entrySet()) {
      text.append("| ")
          .append(blob.getKey())
          .append(" | ")
          .append(blob.getValue().bytes())
          .append(" | `")
          .append(blob.getValue().sha256())
          .append("` |\n");
    }
    return text.toString();
  }

  private static String python(ModelManifest manifest) {
    if (!manifest.blobs().containsKey(Names.MODEL)) {
      return "";
    }
    return """

    ## Open it in Python

    ```python
    import json
    from safetensors.numpy import load_file

    weights = load_file("model.safetensors")  # name to numpy array
    manifest = json.load(open("manifest.json"))
    for name, array in weights.items():
        print(name, array.dtype, array.shape)
    ```
    """;
  }

  private static String encoder(ModelManifest manifest) {
    if (!manifest.blobs().containsKey(Names.ENCODER)) {
      return "";
    }
    return """

    ## Embed cells with it

    Raw counts in, codes out, as they are published: float32, a row for each cell, genes in the order of
    `genes.tsv`. A model of several groups also takes `group`, int64: -1 for a background cell, else the
    number of its group.

    ```python
    import onnxruntime

    encoder = onnxruntime.InferenceSession("encoder.onnx")
    names = ["background_mean", "salient_mean"]
    background, salient = encoder.run(names, {"counts": counts, "library_size": sizes})
    ```
    """;
  }

  private static void line(StringBuilder head, String name, Object value) {
    head.append(name).append(": ").append(value).append('\n');
  }

  /** YAML 1.1 takes an exponent without a sign for text. */
  private static String number(double value) {
    return String.valueOf(value).replaceFirst("E(?=[0-9])", "E+");
  }

  /** Text in JSON's quotes is text in YAML's. */
  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
