package io.scstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scstream.store.Tensors.Tensor;
import io.scstream.store.VersionDiff.Movement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the codes of cells that are in the canaries of two versions moved. Published codes, so
 * each version's raw ones are turned by its gauge first.
 */
final class CodeMovement {

  private static final String CANARY = "canary.safetensors";
  private static final String GAUGE = "gauge.safetensors";

  private final ModelStore store;
  private final ModelManifest from;
  private final ModelManifest to;

  CodeMovement(ModelStore store, ModelManifest from, ModelManifest to) {
    this.store = store;
    this.from = from;
    this.to = to;
  }

  SortedMap<String, Movement> blocks() {
    SortedMap<String, Movement> blocks = new TreeMap<>();
    for (String block : List.of("background", "salient")) {
      movement(codes(from, block), codes(to, block)).ifPresent(it -> blocks.put(block, it));
    }
    return blocks;
  }

  /** The codes of cells by their ids, without those whose id is not unique. */
  private Map<String, double[]> codes(ModelManifest manifest, String block) {
    Optional<Tensors> canary = file(manifest, CANARY);
    if (canary.isEmpty()) {
      return Map.of();
    }
    Tensor means = tensor(canary.get(), block + "_mean");
    int width = means.columns();
    @Nullable Tensor turn =
        file(manifest, GAUGE).map(it -> tensor(it, block + "_rotation")).orElse(null);
    if (width < 1 || (turn != null && turn.size() != width * width)) {
      throw StoreException.corrupt(
          "Invalid " + block + " codes of " + manifest.version() + "; expected a matrix that fits");
    }
    List<String> ids = ids(canary.get(), means.size() / width);
    Map<String, double[]> codes = new HashMap<>();
    List<String> doubled = new ArrayList<>();
    for (int row = 0; row < ids.size(); row++) {
      if (codes.put(ids.get(row), code(means, row, width, turn)) != null) {
        doubled.add(ids.get(row));
      }
    }
    codes.keySet().removeAll(doubled);
    return codes;
  }

  private static double[] code(Tensor means, int row, int width, @Nullable Tensor turn) {
    double[] code = new double[width];
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < width; i++) {
        double weight = turn == null ? (i == j ? 1 : 0) : turn.number(i * width + j);
        code[j] += means.number(row * width + i) * weight;
      }
    }
    return code;
  }

  private static List<String> ids(Tensors canary, int rows) {
    Tensor starts = tensor(canary, "id_starts");
    Tensor bytes = tensor(canary, "ids");
    if (starts.size() != rows + 1) {
      throw StoreException.corrupt(
          "Invalid canary: " + starts.size() + " id_starts; expected " + (rows + 1));
    }
    List<String> ids = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int begin = (int) starts.number(row);
      int end = (int) starts.number(row + 1);
      if (begin < 0 || end < begin || end > bytes.size()) {
        throw StoreException.corrupt(
            "Invalid canary: an id from " + begin + " to " + end + "; expected one inside ids");
      }
      byte[] id = new byte[end - begin];
      for (int i = begin; i < end; i++) {
        id[i - begin] = (byte) bytes.number(i);
      }
      ids.add(new String(id, UTF_8));
    }
    return ids;
  }

  private static Optional<Movement> movement(
      Map<String, double[]> before, Map<String, double[]> after) {
    List<double[]> here = new ArrayList<>();
    List<double[]> there = new ArrayList<>();
    before.forEach(
        (id, code) -> {
          double[] other = after.get(id);
          if (other != null && other.length == code.length) {
            here.add(code);
            there.add(other);
          }
        });
    if (here.isEmpty()) {
      return Optional.empty();
    }
    double[] centre = new double[here.get(0).length];
    for (double[] code : here) {
      for (int i = 0; i < centre.length; i++) {
        centre[i] += code[i] / here.size();
      }
    }
    double sum = 0;
    double largest = 0;
    double spread = 0;
    for (int cell = 0; cell < here.size(); cell++) {
      double distance = distance(here.get(cell), there.get(cell));
      sum += distance;
      largest = Math.max(largest, distance);
      spread += distance(here.get(cell), centre);
    }
    return Optional.of(
        new Movement(
            here.size(), sum / here.size(), largest, spread > 0 ? (Double) (sum / spread) : null));
  }

  private static double distance(double[] a, double[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  private Optional<Tensors> file(ModelManifest manifest, String name) {
    return Optional.ofNullable(manifest.blobs().get(name))
        .map(blob -> Tensors.read(store.read(blob)));
  }

  private static Tensor tensor(Tensors file, String name) {
    Tensor tensor =
        file.find(name)
            .orElseThrow(
                () -> StoreException.corrupt("No tensor " + name + "; expected it in the file"));
    if (!tensor.isNumeric()) {
      throw StoreException.corrupt(
          "Invalid type of " + name + ": " + tensor.entry().dtype() + "; expected numbers");
    }
    return tensor;
  }
}
