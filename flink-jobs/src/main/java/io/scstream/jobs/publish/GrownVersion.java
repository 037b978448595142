package io.scstream.jobs.publish;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.data.Cell;
import io.scstream.models.data.GeneMap;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.DjlLearnerFactory;
import io.scstream.models.learner.Embedder;
import io.scstream.models.learner.GeneGrowth;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.NewGenes;
import io.scstream.models.onnx.EncoderExport;
import io.scstream.models.spec.ContrastiveVaeSpec;
import io.scstream.models.spec.ModelSpec;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.store.DonorRegister;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelManifest.GeneSpace;
import io.scstream.store.ModelManifest.Provenance;
import io.scstream.store.ModelManifest.Written;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import io.scstream.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A published version on a larger gene space, as the first version of another lineage, which no run
 * owns yet: the first that publishes there takes it.
 */
public final class GrownVersion {
  /** By how much a code of a cell of the canary may change. */
  public static final double TOLERANCE = 1e-6;

  /** For all that is computed here, so that the same order gives the same version anywhere. */
  private static final String DEVICE = "cpu";

  private static final String LINEAGE = "lineage.name";
  private static final String GENE_SPACE = "input.gene-space";

  private final ModelStore store;
  private final ModelManifest from;
  private final GeneSpaceRecord space;
  private final GeneMap genes;
  private final LearnerSnapshot before;
  private final Canary canary;

  private GrownVersion(
      ModelStore store,
      ModelManifest from,
      GeneSpaceRecord space,
      GeneMap genes,
      LearnerSnapshot before,
      Canary canary) {
    this.store = store;
    this.from = from;
    this.space = space;
    this.genes = genes;
    this.before = before;
    this.canary = canary;
  }

  /**
   * Reads what is to grow.
   *
   * @param space with all genes of the version and some more
   * @throws ModelException if the space has not all genes of the version, or no further ones
   * @throws StoreException if a file of the version cannot be read
   */
  public static GrownVersion of(ModelStore store, ModelManifest from, GeneSpaceRecord space) {
    return new GrownVersion(
        store,
        from,
        space,
        GeneMap.of(
            VersionFiles.geneIds(store.read(from.blob(VersionFiles.GENES))), space.getGeneIds()),
        LearnerSnapshot.of(
            store.read(from.blob(VersionFiles.WEIGHTS)),
            store.read(from.blob(VersionFiles.OPTIMIZER))),
        Canary.read(store.read(from.blob(VersionFiles.CANARY))));
  }

  /**
   * What was published.
   *
   * @param added genes that the version before had not
   * @param cells of the canary whose codes were compared
   * @param maxDifference of any of their codes
   */
  public record Report(ModelManifest manifest, int added, int cells, double maxDifference) {}

  /**
   * Publishes the version under the name of another lineage.
   *
   * @param means by gene id, of cells of one kind: counts per cell. Those of old genes are used if
   *     all are there; else the total of the old genes is that of the canary's cells
   * @param codeVersion of whoever writes it
   * @throws StoreException if the lineage has a version or an owner
   * @throws ModelException if a mean is for no gene of the space, or a code would change
   */
  public Report publish(
      String lineage, Map<String, Double> means, String codeVersion, Instant createdAt) {
    ModelVersion version = new ModelVersion(lineage, from.version().version());
    requireFree(lineage);
    LearnerSnapshot grown = GeneGrowth.of(before, genes).grown(expected(means));
    double difference = difference(grown);
    if (!(difference <= TOLERANCE)) {
      throw new ModelException(
          Category.BAD_INPUT,
          "Cannot grow "
              + from.version()
              + ": a code of its canary would change by "
              + difference
              + "; expected at most "
              + TOLERANCE);
    }
    try (Staging staging = store.stage(version)) {
      files(grown).forEach(staging::put);
      StagedVersion staged = staging.finish();
      ModelManifest manifest =
          manifest(staged, new Written(createdAt, "scstream " + codeVersion, null), codeVersion);
      store.publish(staged, manifest);
      return new Report(manifest, genes.added().size(), canary.cells().size(), difference);
    }
  }

  private void requireFree(String lineage) {
    if (!store.versions(lineage).isEmpty() || store.owner(lineage).isPresent()) {
      throw new StoreException(
          StoreException.Category.CONFLICT,
          "Lineage " + lineage + " is there already; expected a name that the store does not know");
    }
  }

  private NewGenes expected(Map<String, Double> means) {
    List<String> ids = space.getGeneIds();
    Map<String, Double> known = new TreeMap<>(means);
    known.keySet().removeAll(ids);
    if (!known.isEmpty()) {
      throw new ModelException(
          Category.BAD_INPUT,
          "Invalid means: gene "
              + known.keySet().iterator().next()
              + " is not in the larger gene space; expected means of its genes only");
    }
    return new NewGenes(
        genes.added().stream().map(place -> means.getOrDefault(ids.get(place), 0.0)).toList(),
        total(means),
        hasSoftmax(before.spec()) ? GeneGrowth.logDenominator(before, canary.cells(), DEVICE) : 0);
  }

  private double total(Map<String, Double> means) {
    double total = 0;
    for (int gene = 0; gene < genes.from(); gene++) {
      Double mean = means.get(space.getGeneIds().get(genes.place(gene)));
      if (mean == null) {
        return canary.cells().stream().mapToLong(Cell::totalCount).average().orElse(0);
      }
      total += mean;
    }
    return total;
  }

  private static boolean hasSoftmax(ModelSpec spec) {
    return spec instanceof ContrastiveVaeSpec vae && vae.noise().hasSoftmax();
  }

  /** Between both models on this machine; the canary's own codes may come from another one. */
  private double difference(LearnerSnapshot grown) {
    try (Embedder old = DjlLearnerFactory.restoreForInference(before.weightsSafetensors(), DEVICE);
        Embedder now = DjlLearnerFactory.restoreForInference(grown.weightsSafetensors(), DEVICE)) {
      return Canary.of(old, canary.cells()).moved(genes).maxDifference(now);
    }
  }

  private SortedMap<String, byte[]> files(LearnerSnapshot grown) {
    SortedMap<String, byte[]> files = new TreeMap<>();
    files.put(VersionFiles.WEIGHTS, grown.weightsSafetensors());
    files.put(VersionFiles.OPTIMIZER, grown.optimizerSafetensors());
    files.put(VersionFiles.GENES, VersionFiles.genes(space));
    files.put(VersionFiles.CANARY, canary.moved(genes).write());
    files.put(VersionFiles.ENCODER, encoder(grown));
    if (from.blobs().containsKey(DonorRegister.BLOB)) {
      files.put(DonorRegister.BLOB, store.read(from.blob(DonorRegister.BLOB)));
    }
    if (from.blobs().containsKey(VersionFiles.GAUGE)) {
      files.put(VersionFiles.GAUGE, store.read(from.blob(VersionFiles.GAUGE)));
    }
    return files;
  }

  /** Held to the codes of the grown model on this machine. */
  private byte[] encoder(LearnerSnapshot grown) {
    try (Embedder now = DjlLearnerFactory.restoreForInference(grown.weightsSafetensors(), DEVICE)) {
      return EncoderExport.checked(
          grown,
          VersionGauge.read(store, from, grown.spec()),
          Optional.of(Canary.of(now, canary.moved(genes).cells())));
    }
  }

  /** That of the version before, without its metrics, which are of another likelihood. */
  private ModelManifest manifest(StagedVersion staged, Written written, String codeVersion) {
    Provenance old = from.provenance();
    TreeMap<String, String> settings = new TreeMap<>(old.config());
    settings.put(LINEAGE, staged.version().lineage());
    settings.put(GENE_SPACE, space.getId());
    return ModelManifest.builder(staged.version())
        .setTraining(from.training())
        .setGeneSpace(new GeneSpace(space.getId(), genes.to()))
        .setProvenance(
            new Provenance(
                from.version(),
                ManifestWriter.sha256(settings.toString()),
                settings,
                codeVersion,
                old.device(),
                old.threads(),
                old.guarantee()))
        .setWritten(written)
        .setBlobs(staged.blobs())
        .optTrainedThrough(from.trainedThrough())
        .optGauge(from.gauge())
        .build();
  }
}
