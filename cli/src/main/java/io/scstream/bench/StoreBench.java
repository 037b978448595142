package io.scstream.bench;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.config.ConfigLoader;
import io.scstream.store.DonorRegister;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Training;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.VersionRef;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** How long a store takes to find a version among many, by every way of asking. */
public final class StoreBench {
  /** The lineage that is filled. */
  public static final String LINEAGE = "bench";

  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration APART = Duration.ofMinutes(5);
  private static final int STEPS_APART = 500;
  private static final int VERSIONS_A_DONOR = 20;
  private static final String PARTITION = "sc.cells.v1-0";
  private static final double NANOS = 1e6;
  private static final String DIGEST = "0".repeat(64);

  private final Supplier<ModelStore> stores;
  private final int versions;
  private final int repeats;

  /**
   * On a store without the lineage.
   *
   * @param stores opens the store anew, as a process that begins would
   * @param repeats finds of each kind
   */
  public StoreBench(Supplier<ModelStore> stores, int versions, int repeats) {
    checkConfig(versions >= 1, "Invalid versions: %d; expected 1 or more", versions);
    checkConfig(repeats >= 1, "Invalid repeats: %d; expected 1 or more", repeats);
    this.stores = stores;
    this.versions = versions;
    this.repeats = repeats;
  }

  /**
   * What was measured.
   *
   * @param firstSeconds of the first look by donor, which reads all manifests and writes the index
   * @param looks by kind of reference
   */
  public record Report(
      int versions, int repeats, double firstSeconds, SortedMap<String, Look> looks) {}

  /**
   * Medians in milliseconds.
   *
   * @param cpu of the thread that looks: what it would take if nobody else wanted the processor,
   *     and nothing had to be waited for
   */
  public record Look(double wall, double cpu) {}

  /** Fills the store and looks. */
  public Report run(IntConsumer progress) {
    try (ModelStore store = stores.get()) {
      checkConfig(
          store.versions(LINEAGE).isEmpty(),
          "Invalid store: it has versions of %s; expected none",
          LINEAGE);
      fill(store, progress);
    }
    long begin = System.nanoTime();
    find(VersionRef.beforeDonor(LINEAGE, "D0"));
    double first = (System.nanoTime() - begin) / NANOS / 1000;
    SortedMap<String, Look> looks = new TreeMap<>();
    refs().forEach((kind, ref) -> looks.put(kind, look(ref)));
    return new Report(versions, repeats, first, looks);
  }

  private Map<String, VersionRef> refs() {
    int middle = versions / 2;
    long step = (long) STEPS_APART * (middle + 1);
    Map<String, VersionRef> refs = new LinkedHashMap<>();
    refs.put("number", VersionRef.exact(LINEAGE, step));
    refs.put("latest", VersionRef.latest(LINEAGE));
    refs.put("promoted", VersionRef.alias(LINEAGE, "promoted"));
    refs.put("tag", VersionRef.alias(LINEAGE, "paper"));
    refs.put("as-of", VersionRef.asOf(LINEAGE, BEGIN.plus(APART.multipliedBy(middle))));
    refs.put("offset", VersionRef.offset(LINEAGE, "sc.cells.v1", 0, 10L * middle));
    refs.put(
        "before-donor", VersionRef.beforeDonor(LINEAGE, "D" + (1 + middle / VERSIONS_A_DONOR)));
    return refs;
  }

  private Look look(VersionRef ref) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    List<Double> wall = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      long worked = threads.getCurrentThreadCpuTime();
      long begin = System.nanoTime();
      checkConfig(find(ref).isPresent(), "Invalid store: nothing found for %s", ref);
      wall.add((System.nanoTime() - begin) / NANOS);
      cpu.add((threads.getCurrentThreadCpuTime() - worked) / NANOS);
    }
    return new Look(median(wall), median(cpu));
  }

  private static double median(List<Double> millis) {
    return millis.stream().sorted().toList().get(millis.size() / 2);
  }

  private Optional<ModelManifest> find(VersionRef ref) {
    try (ModelStore store = stores.get()) {
      return store.find(ref);
    }
  }

  private void fill(ModelStore store, IntConsumer progress) {
    SortedMap<String, String> settings =
        ConfigLoader.load(Optional.empty(), List.of("lineage.name=" + LINEAGE)).flat();
    DonorRegister donors = new DonorRegister();
    for (int number = 0; number < versions; number++) {
      donors.add("D" + number / VERSIONS_A_DONOR);
      ModelVersion version = new ModelVersion(LINEAGE, (long) STEPS_APART * (number + 1));
      try (Staging staging = store.stage(version)) {
        staging.put("genes.tsv", new byte[] {1});
        staging.put(DonorRegister.BLOB, donors.toBytes());
        StagedVersion staged = staging.finish();
        store.publish(staged, manifest(staged, number, settings));
      }
      progress.accept(number);
    }
    ModelVersion middle = new ModelVersion(LINEAGE, (long) STEPS_APART * (versions / 2 + 1));
    store.setAlias(LINEAGE, "promoted", middle.version(), Optional.empty());
    store.tag(middle, "paper");
  }

  private static ModelManifest manifest(
      StagedVersion staged, int number, SortedMap<String, String> settings) {
    long cells = 64L * STEPS_APART * (number + 1);
    return ModelManifest.builder(staged.version())
        .setTraining(new Training(staged.version().version(), cells, cells, 0, 0, 42))
        .setGeneSpace(new GeneSpace("bench", 2000))
        .setProvenance(new Provenance(null, DIGEST, settings, "bench", "cpu", 1, "G2"))
        .setBlobs(staged.blobs())
        .setWritten(new Written(BEGIN.plus(APART.multipliedBy(number)), "bench", null))
        .optTrainedThrough(Map.of(PARTITION, 10L * (number + 1)))
        .optMetrics(Map.of("elbo_held_out", -1234.5 + number))
        .build();
  }
}
