package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import ai.djl.ndarray.types.Shape;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.spec.Activation;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.DecoderLayers;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Groups;
import io.scstream.models.spec.Library;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.Noise;
import io.scstream.models.spec.Normalization;
import io.scstream.models.spec.OutputStart;
import io.scstream.models.spec.ReferenceVaeSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What stands in the metadata of a snapshot's two files, and which tensors they must hold. */
final class SnapshotFormat {

  private static final String FORMAT = "format";
  private static final String WEIGHTS_V1 = "scstream-weights-1";
  private static final String OPTIMIZER_V1 = "scstream-optimizer-1";
  private static final String FAMILY = "family";
  private static final String CONTRASTIVE_VAE = "contrastive-vae";
  private static final String REFERENCE_VAE = "reference-vae";
  private static final String STEP = "step";
  private static final String GROUP = "spec.group.";
  private static final String GROUP_BY = "spec.group-by";

  private SnapshotFormat() {}

  static SortedMap<String, String> weightsMetadata(ModelSpec spec, long step) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, WEIGHTS_V1);
    metadata.put(STEP, Long.toString(step));
    metadata.putAll(spec.match(new Written()));
    return metadata;
  }

  /** A spec in words. */
  private static final class Written implements ModelSpec.Cases<Map<String, String>> {
    @Override
    public Map<String, String> contrastiveVae(ContrastiveVaeSpec vae) {
      Map<String, String> metadata = sizes(CONTRASTIVE_VAE, vae.sizes());
      metadata.put("spec.dropout", Double.toString(vae.dropout()));
      metadata.put("spec.normalization", vae.normalization().name());
      metadata.put("spec.decoder-activation", vae.decoder().activation().name());
      metadata.put("spec.decoder-normalization", vae.decoder().normalization().name());
      metadata.put("spec.noise", vae.noise().name());
      if (vae.library() != Library.OBSERVED) { // Of which earlier snapshots do not speak.
        metadata.put("spec.library", vae.library().name());
      }
      if (vae.decoder().start() != OutputStart.EXPRESSION) { // Likewise.
        metadata.put("spec.decoder-start", vae.decoder().start().name());
      }
      List<String> groups = vae.groups().names();
      for (int group = 0; group < groups.size(); group++) {
        metadata.put(GROUP_BY, vae.groups().by());
        metadata.put(GROUP + group, groups.get(group));
      }
      return metadata;
    }

    @Override
    public Map<String, String> referenceVae(ReferenceVaeSpec vae) {
      return sizes(REFERENCE_VAE, vae.sizes());
    }

    @Override
    public Map<String, String> factorized(FactorizedSpec spec) {
      Map<String, String> metadata = FactorizedFormat.write(spec);
      metadata.put(FAMILY, FactorizedFormat.FAMILY);
      return metadata;
    }

    private static Map<String, String> sizes(String family, ContrastiveVaeSpec.Sizes sizes) {
      Map<String, String> metadata = new TreeMap<>();
      metadata.put(FAMILY, family);
      metadata.put("spec.genes", Integer.toString(sizes.genes()));
      metadata.put("spec.hidden", Integer.toString(sizes.hidden()));
      metadata.put("spec.layers", Integer.toString(sizes.layers()));
      metadata.put("spec.background-latent", Integer.toString(sizes.backgroundLatent()));
      metadata.put("spec.salient-latent", Integer.toString(sizes.salientLatent()));
      return metadata;
    }
  }

  static ModelSpec spec(Map<String, String> metadata) {
    checkFormat(metadata, WEIGHTS_V1);
    String family = read(metadata, FAMILY, Function.identity());
    if (family.equals(FactorizedFormat.FAMILY)) {
      return FactorizedFormat.read(metadata);
    }
    ContrastiveVaeSpec.Sizes sizes =
        new ContrastiveVaeSpec.Sizes(
            read(metadata, "spec.genes", Integer::valueOf),
            read(metadata, "spec.hidden", Integer::valueOf),
            read(metadata, "spec.layers", Integer::valueOf),
            read(metadata, "spec.background-latent", Integer::valueOf),
            read(metadata, "spec.salient-latent", Integer::valueOf));
    if (family.equals(REFERENCE_VAE)) {
      return new ReferenceVaeSpec(sizes);
    }
    checkInput(
        family.equals(CONTRASTIVE_VAE),
        "Invalid family in snapshot: %s; expected %s, %s or %s",
        family,
        FactorizedFormat.FAMILY,
        CONTRASTIVE_VAE,
        REFERENCE_VAE);
    return new ContrastiveVaeSpec(
        sizes,
        read(metadata, "spec.dropout", Double::valueOf),
        read(metadata, "spec.normalization", Normalization::valueOf),
        new DecoderLayers(
            read(metadata, "spec.decoder-activation", Activation::valueOf),
            read(metadata, "spec.decoder-normalization", Normalization::valueOf),
            readOr(OutputStart.EXPRESSION, metadata, "spec.decoder-start", OutputStart::valueOf)),
        read(metadata, "spec.noise", Noise::valueOf),
        readOr(Library.OBSERVED, metadata, "spec.library", Library::valueOf),
        groups(metadata));
  }

  /** Names without a gap; a snapshot without any is of one group. */
  private static Groups groups(Map<String, String> metadata) {
    List<String> names = new ArrayList<>();
    while (metadata.containsKey(GROUP + names.size())) {
      names.add(read(metadata, GROUP + names.size(), Function.identity()));
    }
    return names.isEmpty()
        ? Groups.ONE
        : new Groups(read(metadata, GROUP_BY, Function.identity()), names);
  }

  static long step(Map<String, String> metadata) {
    return read(metadata, STEP, Long::valueOf);
  }

  static SortedMap<String, String> optimizerMetadata(
      TrainingOptions options, TrainingProgress progress) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, OPTIMIZER_V1);
    metadata.put(STEP, Long.toString(progress.step()));
    metadata.put("updates", Long.toString(progress.updates()));
    metadata.put("skipped", Long.toString(progress.skipped()));
    OptionsFormat.write(options, metadata);
    return metadata;
  }

  static TrainingProgress progress(Map<String, String> metadata) {
    checkFormat(metadata, OPTIMIZER_V1);
    return new TrainingProgress(
        read(metadata, "updates", Long::valueOf), read(metadata, "skipped", Long::valueOf));
  }

  static TrainingOptions options(Map<String, String> metadata) {
    return OptionsFormat.read(metadata);
  }

  static List<NamedTensor> sorted(List<NamedTensor> tensors) {
    List<NamedTensor> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparing(NamedTensor::name));
    return List.copyOf(sorted);
  }

  static void checkWeights(ModelSpec spec, List<NamedTensor> weights) {
    checkTensors(Family.of(spec).parameterShapes(), weights);
  }

  static void checkOptimizer(ModelSpec spec, TrainingOptions options, List<NamedTensor> tensors) {
    checkTensors(Family.of(spec).stateShapes(options.objective()), tensors);
  }

  private static void checkTensors(Map<String, Shape> expected, List<NamedTensor> tensors) {
    Map<String, Shape> missing = new HashMap<>(expected);
    for (NamedTensor tensor : tensors) {
      Shape shape = missing.remove(tensor.name());
      checkInput(
          shape != null,
          "Invalid snapshot: tensor %s is unknown or there twice; expected one of %s",
          tensor.name(),
          expected.keySet());
      Shape actual = new Shape(tensor.shape());
      checkInput(
          actual.equals(shape),
          "Invalid shape of tensor %s in snapshot: %s; expected %s",
          tensor.name(),
          actual,
          shape);
    }
    checkInput(
        missing.isEmpty(), "Invalid snapshot: missing tensors %s", new TreeMap<>(missing).keySet());
  }

  private static void checkFormat(Map<String, String> metadata, String expected) {
    String found = read(metadata, FORMAT, Function.identity());
    checkInput(
        found.equals(expected), "Invalid format of snapshot: %s; expected %s", found, expected);
  }

  /** The same of what earlier snapshots do not speak of. */
  private static <T> T readOr(
      T otherwise, Map<String, String> metadata, String key, Function<String, T> convert) {
    return metadata.containsKey(key) ? read(metadata, key, convert) : otherwise;
  }

  static <T> T read(Map<String, String> metadata, String key, Function<String, T> convert) {
    String value = metadata.get(key);
    if (value == null) {
      throw new ModelException(
          Category.BAD_INPUT,
          "Invalid snapshot: no metadata " + key + "; expected it in the header");
    }
    try {
      return convert.apply(value);
    } catch (IllegalArgumentException e) {
      throw new ModelException(
          Category.BAD_INPUT, "Invalid metadata " + key + " in snapshot: " + value, e);
    }
  }
}
