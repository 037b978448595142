package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A snapshot as one entry a tensor and one for all the rest, each a small safetensors file. */
final class SnapshotParts {
  private static final String WEIGHTS = "weights/";
  private static final String OPTIMIZER = "optimizer/";
  private static final String ABOUT = "about";

  private SnapshotParts() {}

  static SortedMap<String, byte[]> of(LearnerSnapshot snapshot) {
    SortedMap<String, byte[]> parts = new TreeMap<>();
    snapshot.weights().forEach(tensor -> parts.put(WEIGHTS + tensor.name(), bytes(tensor)));
    snapshot.optimizer().forEach(tensor -> parts.put(OPTIMIZER + tensor.name(), bytes(tensor)));
    SortedMap<String, String> about = new TreeMap<>();
    SnapshotFormat.weightsMetadata(snapshot.spec(), snapshot.step())
        .forEach((key, value) -> about.put(WEIGHTS + key, value));
    SnapshotFormat.optimizerMetadata(snapshot.options(), snapshot.progress())
        .forEach((key, value) -> about.put(OPTIMIZER + key, value));
    parts.put(ABOUT, new Safetensors(about, List.of()).write());
    return parts;
  }

  private static byte[] bytes(NamedTensor tensor) {
    return new Safetensors(new TreeMap<>(), List.of(tensor)).write();
  }

  static LearnerSnapshot read(Map<String, byte[]> parts) {
    byte[] about = parts.get(ABOUT);
    if (about == null) {
      throw new ModelException(
          Category.BAD_INPUT,
          "Invalid snapshot in parts: no part " + ABOUT + "; expected it beside the tensors");
    }
    List<NamedTensor> weights = new ArrayList<>();
    List<NamedTensor> optimizer = new ArrayList<>();
    new TreeMap<>(parts)
        .forEach(
            (name, bytes) -> {
              if (name.startsWith(WEIGHTS)) {
                weights.add(tensor(name, name.substring(WEIGHTS.length()), bytes));
              } else if (name.startsWith(OPTIMIZER)) {
                optimizer.add(tensor(name, name.substring(OPTIMIZER.length()), bytes));
              } else {
                checkInput(
                    name.equals(ABOUT),
                    "Invalid snapshot in parts: part %s is unknown; expected %s, %s... or %s...",
                    name,
                    ABOUT,
                    WEIGHTS,
                    OPTIMIZER);
              }
            });
    SortedMap<String, String> metadata = Safetensors.read(about).metadata();
    SortedMap<String, String> ofOptimizer = below(OPTIMIZER, metadata);
    return LearnerSnapshot.of(
        SnapshotFormat.spec(below(WEIGHTS, metadata)),
        SnapshotFormat.options(ofOptimizer),
        SnapshotFormat.progress(ofOptimizer),
        weights,
        optimizer);
  }

  private static NamedTensor tensor(String part, String name, byte[] bytes) {
    List<NamedTensor> tensors = Safetensors.read(bytes).tensors();
    checkInput(
        tensors.size() == 1 && tensors.get(0).name().equals(name),
        "Invalid snapshot in parts: part %s does not hold the tensor %s alone",
        part,
        name);
    return tensors.get(0);
  }

  private static SortedMap<String, String> below(String prefix, Map<String, String> metadata) {
    SortedMap<String, String> found = new TreeMap<>();
    metadata.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
