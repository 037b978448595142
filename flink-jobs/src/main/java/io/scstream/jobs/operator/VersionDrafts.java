package io.scstream.jobs.operator;

import io.scstream.jobs.connect.GeneSpaces;
import io.scstream.jobs.publish.VersionDraft;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.ModelException;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.models.objective.ElboTerms;
import io.scstream.models.onnx.EncoderExport;
import io.scstream.models.stream.StreamTrainer;
import io.scstream.models.stream.VersionCut;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.store.DonorRegister;
import io.scstream.store.RunOrigin;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes of a cut what the store is to keep. */
final class VersionDrafts {
  private VersionDrafts() {}

  /**
   * What the columns of a lineage mean.
   *
   * @throws IllegalStateException if nobody has described that gene space
   */
  static GeneSpaceRecord geneSpace(GeneSpaces spaces, String id) {
    return spaces
        .find(id)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Unknown gene space: " + id + "; expected it on the topic of gene spaces"));
  }

  /**
   * A version on its way to the store.
   *
   * @param withheld why it goes without {@link VersionFiles#ENCODER}, if it does
   */
  record Drafted(VersionDraft draft, Optional<String> withheld) {}

  static Drafted draft(
      RunOrigin origin,
      VersionCut cut,
      GeneSpaceRecord geneSpace,
      SortedMap<String, Long> trainedThrough,
      OptionalDouble thinShare,
      Optional<byte[]> donors) {
    SortedMap<String, byte[]> blobs = new TreeMap<>();
    blobs.put(VersionFiles.WEIGHTS, cut.learner().weightsSafetensors());
    blobs.put(VersionFiles.OPTIMIZER, cut.learner().optimizerSafetensors());
    blobs.put(VersionFiles.GENES, VersionFiles.genes(geneSpace));
    cut.canary().ifPresent(canary -> blobs.put(VersionFiles.CANARY, canary.write()));
    donors.ifPresent(register -> blobs.put(DonorRegister.BLOB, register));
    Gauge gauge = cut.alignment().gauge();
    blobs.put(VersionFiles.GAUGE, GaugeFormat.write(gauge));
    Optional<String> withheld = putEncoder(cut, blobs);
    SortedMap<String, Double> metrics = metrics(cut);
    thinShare.ifPresent(
        share -> {
          metrics.put("thin_share", share);
          metrics.put("cells_thinned", (double) cut.counts().cellsThinned());
        });
    return new Drafted(
        VersionDraft.of(
            new VersionDraft.Facts(
                origin,
                cut.learner().step(),
                cut.counts(),
                geneSpace.getId(),
                geneSpace.getGeneIds().size(),
                trainedThrough,
                metrics,
                gauge.number()),
            blobs),
        withheld);
  }

  /** Nobody who trains or embeds needs this file, so neither waits where it cannot be had. */
  private static Optional<String> putEncoder(VersionCut cut, SortedMap<String, byte[]> blobs) {
    try {
      blobs.put(
          VersionFiles.ENCODER,
          EncoderExport.checked(cut.learner(), cut.alignment().gauge(), cut.canary()));
      return Optional.empty();
    } catch (ModelException e) {
      return Optional.ofNullable(e.getMessage());
    }
  }

  private static SortedMap<String, Double> metrics(VersionCut cut) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("steps_skipped", (double) cut.learner().progress().skipped());
    for (Map.Entry<Role, ElboTerms> role : cut.heldOut().entrySet()) {
      String name = role.getKey().name().toLowerCase(Locale.ROOT);
      put(metrics, "elbo_held_out_" + name, -role.getValue().negativeElbo());
      metrics.put("cells_scored_" + name, (double) role.getValue().cells());
    }
    if (!cut.heldOut().isEmpty()) {
      ElboTerms all = StreamTrainer.mean(cut.heldOut().values());
      put(metrics, "elbo_held_out", -all.negativeElbo());
      put(metrics, "reconstruction_held_out", all.reconstruction());
      put(metrics, "kl_background_held_out", all.klBackground());
      put(metrics, "kl_salient_held_out", all.klSalient());
      if (all.klLibrary() != 0) {
        put(metrics, "kl_library_held_out", all.klLibrary());
      }
    }
    cut.gate().ifPresent(report -> metrics.putAll(GateMetrics.of(report)));
    cut.alignment()
        .movement()
        .ifPresent(
            movement -> {
              put(metrics, "gauge_residual_background", movement.background());
              put(metrics, "gauge_residual_salient", movement.salient());
            });
    return metrics;
  }

  /** A manifest holds finite numbers only. */
  private static void put(SortedMap<String, Double> metrics, String name, double value) {
    if (Double.isFinite(value)) {
      metrics.put(name, value);
    }
  }
}
