package io.scstream.models.learner;

import io.scstream.models.spec.FactorDesign;
import io.scstream.models.spec.FactorLabels;
import io.scstream.models.spec.FactorLosses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.models.spec.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** A factorized model's spec in the metadata of a snapshot's weights. */
final class FactorizedFormat {
  static final String FAMILY = "factorized";
  private static final String COVARIATE = "labels.covariate.";
  private static final String VALUE = ".value.";
  private static final String TREATMENT = "labels.treatment.";
  private static final String TUPLES = "labels.tuples";
  private static final String PAIRS = "labels.pairs";

  private FactorizedFormat() {}

  static Map<String, String> write(FactorizedSpec spec) {
    Map<String, String> metadata = new TreeMap<>();
    FactorizedSpec.Sizes sizes = spec.sizes();
    metadata.put("spec.genes", Integer.toString(sizes.genes()));
    metadata.put("spec.hidden", Integer.toString(sizes.hidden()));
    metadata.put("spec.embedding", Integer.toString(sizes.embedding()));
    metadata.put("spec.covariate-latent", Integer.toString(sizes.covariateLatent()));
    metadata.put("spec.interaction-latent", Integer.toString(sizes.interactionLatent()));
    metadata.put("spec.treatment-latent", Integer.toString(sizes.treatmentLatent()));
    metadata.put("spec.noise", spec.noise().name());
    write(spec.design(), metadata);
    write(spec.losses(), metadata);
    write(spec.labels(), metadata);
    return metadata;
  }

  private static void write(FactorDesign design, Map<String, String> metadata) {
    metadata.put("spec.anchored", Boolean.toString(design.isAnchored()));
    metadata.put("spec.anchor-width", Double.toString(design.anchorWidth()));
    metadata.put("spec.centred", Boolean.toString(design.isCentred()));
    metadata.put("spec.bias-free", Boolean.toString(design.isBiasFree()));
    metadata.put("spec.interaction-prior", design.prior().name());
    metadata.put("spec.doses", Boolean.toString(design.readsDoses()));
    metadata.put("spec.label-dropout", Double.toString(design.labelDropout()));
  }

  private static void write(FactorLosses losses, Map<String, String> metadata) {
    metadata.put("spec.permutation", Double.toString(losses.permutation()));
    metadata.put("spec.permutation-term", losses.form().name());
    metadata.put("spec.classification", Double.toString(losses.classification()));
    metadata.put("spec.similarity", Double.toString(losses.similarity()));
    metadata.put("spec.centring", Double.toString(losses.centring()));
    metadata.put("spec.remainder", Double.toString(losses.remainder()));
  }

  private static void write(FactorLabels labels, Map<String, String> metadata) {
    for (int covariate = 0; covariate < labels.covariates().size(); covariate++) {
      String name = COVARIATE + covariate;
      metadata.put(name, labels.covariates().get(covariate));
      List<String> values = labels.values().get(covariate);
      for (int value = 0; value < values.size(); value++) {
        metadata.put(name + VALUE + value, values.get(value));
      }
    }
    for (int treatment = 0; treatment < labels.treatments().size(); treatment++) {
      metadata.put(TREATMENT + treatment, labels.treatments().get(treatment));
    }
    metadata.put(TUPLES, labels.tuples().stream().map(FactorizedFormat::text).collect(joining()));
    metadata.put(
        PAIRS,
        labels.pairs().stream()
            .map(it -> text(List.of(it.tuple(), it.treatment())))
            .collect(joining()));
  }

  private static Collector<CharSequence, ?, String> joining() {
    return Collectors.joining(" ");
  }

  private static String text(List<Integer> numbers) {
    return numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
  }

  static FactorizedSpec read(Map<String, String> metadata) {
    return new FactorizedSpec(
        new FactorizedSpec.Sizes(
            integer(metadata, "spec.genes"),
            integer(metadata, "spec.hidden"),
            integer(metadata, "spec.embedding"),
            integer(metadata, "spec.covariate-latent"),
            integer(metadata, "spec.interaction-latent"),
            integer(metadata, "spec.treatment-latent")),
        SnapshotFormat.read(metadata, "spec.noise", Noise::valueOf),
        new FactorDesign(
            flag(metadata, "spec.anchored"),
            number(metadata, "spec.anchor-width"),
            flag(metadata, "spec.centred"),
            flag(metadata, "spec.bias-free"),
            SnapshotFormat.read(
                metadata, "spec.interaction-prior", FactorDesign.InteractionPrior::valueOf),
            flag(metadata, "spec.doses"),
            number(metadata, "spec.label-dropout")),
        new FactorLosses(
            number(metadata, "spec.permutation"),
            SnapshotFormat.read(
                metadata, "spec.permutation-term", FactorLosses.PermutationTerm::valueOf),
            number(metadata, "spec.classification"),
            number(metadata, "spec.similarity"),
            number(metadata, "spec.centring"),
            number(metadata, "spec.remainder")),
        labels(metadata));
  }

  private static FactorLabels labels(Map<String, String> metadata) {
    List<String> covariates = names(metadata, COVARIATE);
    List<List<String>> values = new ArrayList<>();
    for (int covariate = 0; covariate < covariates.size(); covariate++) {
      values.add(names(metadata, COVARIATE + covariate + VALUE));
    }
    return new FactorLabels(
        covariates,
        values,
        SnapshotFormat.read(metadata, TUPLES, FactorizedFormat::lists),
        names(metadata, TREATMENT),
        SnapshotFormat.read(metadata, PAIRS, FactorizedFormat::lists).stream()
            .map(it -> new FactorLabels.Pair(it.get(0), it.get(it.size() - 1)))
            .toList());
  }

  /** Names without a gap. */
  private static List<String> names(Map<String, String> metadata, String prefix) {
    List<String> names = new ArrayList<>();
    while (metadata.containsKey(prefix + names.size())) {
      names.add(SnapshotFormat.read(metadata, prefix + names.size(), Function.identity()));
    }
    return names;
  }

  private static List<List<Integer>> lists(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" "))
            .map(it -> Arrays.stream(it.split(",")).map(Integer::valueOf).toList())
            .toList();
  }

  private static int integer(Map<String, String> metadata, String key) {
    return SnapshotFormat.read(metadata, key, Integer::valueOf);
  }

  private static double number(Map<String, String> metadata, String key) {
    return SnapshotFormat.read(metadata, key, Double::valueOf);
  }

  private static boolean flag(Map<String, String> metadata, String key) {
    return SnapshotFormat.read(metadata, key, Boolean::valueOf);
  }
}
