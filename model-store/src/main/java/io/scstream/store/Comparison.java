package io.scstream.store;

import io.scstream.store.Tensors.Tensor;
import io.scstream.store.VersionDiff.Fate;
import io.scstream.store.VersionDiff.Metric;
import io.scstream.store.VersionDiff.Text;
import io.scstream.store.VersionDiff.Weight;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Looks at two versions side by side; both files of weights are in memory meanwhile. */
final class Comparison {

  private final ModelStore store;
  private final ModelManifest from;
  private final ModelManifest to;

  Comparison(ModelStore store, ModelManifest from, ModelManifest to) {
    this.store = store;
    this.from = from;
    this.to = to;
  }

  VersionDiff diff() {
    boolean isComparable = from.gauge() == to.gauge() && areKin();
    return new VersionDiff(
        from.version(),
        to.version(),
        differences(from.provenance().config(), to.provenance().config(), Text::new),
        differences(from.metrics(), to.metrics(), Metric::new),
        weights(),
        isComparable,
        isComparable ? new CodeMovement(store, from, to).blocks() : new TreeMap<>());
  }

  /** Frames have the same number by chance in lineages that have nothing in common. */
  private boolean areKin() {
    String lineage = from.version().lineage();
    String other = to.version().lineage();
    return lineage.equals(other) || isForkOf(lineage, other) || isForkOf(other, lineage);
  }

  private boolean isForkOf(String lineage, String other) {
    return store
        .owner(lineage)
        .flatMap(owner -> owner.origin().forkedFrom())
        .map(forked -> forked.lineage().equals(other))
        .orElse(false);
  }

  private static <V, D> SortedMap<String, D> differences(
      Map<String, V> before, Map<String, V> after, Pair<V, D> pair) {
    SortedMap<String, D> differences = new TreeMap<>();
    Set<String> keys = new TreeSet<>(before.keySet());
    keys.addAll(after.keySet());
    for (String key : keys) {
      V here = before.get(key);
      V there = after.get(key);
      if (here == null || !here.equals(there)) {
        differences.put(key, pair.of(here, there));
      }
    }
    return differences;
  }

  /** Makes one of two that may be missing. */
  private interface Pair<V, D> {
    D of(@Nullable V from, @Nullable V to);
  }

  private SortedMap<String, Weight> weights() {
    BlobRef before = from.blobs().get(Names.MODEL);
    BlobRef after = to.blobs().get(Names.MODEL);
    if (before == null || after == null) {
      return new TreeMap<>();
    }
    Map<String, Tensor> here = Tensors.read(store.read(before)).all();
    Map<String, Tensor> there = before.equals(after) ? here : Tensors.read(store.read(after)).all();
    SortedMap<String, Weight> weights = new TreeMap<>();
    here.forEach(
        (name, tensor) -> {
          Tensor other = there.get(name);
          weights.put(name, other == null ? only(Fate.REMOVED, tensor) : compare(tensor, other));
        });
    there.forEach((name, tensor) -> weights.putIfAbsent(name, only(Fate.ADDED, tensor)));
    return weights;
  }

  private static Weight only(Fate fate, Tensor tensor) {
    return new Weight(fate, tensor.entry().dtype(), tensor.entry().shape(), null, null);
  }

  private static Weight compare(Tensor before, Tensor after) {
    TensorEntry entry = after.entry();
    if (!entry.dtype().equals(before.entry().dtype())
        || !entry.shape().equals(before.entry().shape())) {
      return only(Fate.RESHAPED, after);
    }
    if (before.hasBytesOf(after)) {
      return new Weight(Fate.SAME, entry.dtype(), entry.shape(), 0.0, 0.0);
    }
    return before.isNumeric() ? changed(before, after) : only(Fate.CHANGED, after);
  }

  private static Weight changed(Tensor before, Tensor after) {
    double largest = 0;
    double squares = 0;
    double length = 0;
    for (int i = 0; i < before.size(); i++) {
      double difference = after.number(i) - before.number(i);
      largest = Math.max(largest, Math.abs(difference));
      squares += difference * difference;
      length += before.number(i) * before.number(i);
    }
    double share = Math.sqrt(squares / length);
    return new Weight(
        Fate.CHANGED,
        after.entry().dtype(),
        after.entry().shape(),
        Double.isFinite(largest) ? largest : null,
        Double.isFinite(share) ? share : null);
  }
}
