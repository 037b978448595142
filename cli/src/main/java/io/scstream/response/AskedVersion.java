package io.scstream.response;

import io.scstream.ingest.FileCells;
import io.scstream.jobs.publish.VersionFiles;
import io.scstream.models.ModelException;
import io.scstream.models.calibrate.Calibration;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.factorized.Backing;
import io.scstream.models.factorized.Question;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.Responses;
import io.scstream.models.spec.FactorizedSpec;
import io.scstream.store.BlobRef;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A version that answers what the cells it carries as its canary would be under a treatment. Owns
 * native memory. For one thread.
 */
public final class AskedVersion implements AutoCloseable {
  private static final int NAMED = 20;

  private final ModelVersion version;
  private final List<String> genes;
  private final List<Cell> canary;
  private final Responses responses;

  private AskedVersion(
      ModelVersion version, List<String> genes, List<Cell> canary, Responses responses) {
    this.version = version;
    this.genes = genes;
    this.canary = canary;
    this.responses = responses;
  }

  /**
   * Reads the weights, the canary and the genes of a version.
   *
   * @throws ModelException if the model answers no questions, or the version carries no cells
   * @throws io.scstream.store.StoreException if the store does not have its files as they were
   */
  public static AskedVersion open(ModelStore store, ModelManifest version) {
    Responses responses = Responses.restore(store.read(weights(version)), "cpu");
    try {
      BlobRef cells = version.blobs().get(VersionFiles.CANARY);
      if (cells == null) {
        throw badInput(
            "Invalid version: "
                + version.version()
                + " carries no cells to ask; expected one with "
                + VersionFiles.CANARY);
      }
      List<String> genes =
          new String(store.read(version.blob(VersionFiles.GENES)), StandardCharsets.UTF_8)
              .lines()
              .map(line -> line.split("\t", 2)[0])
              .toList();
      List<Cell> canary = Canary.read(store.read(cells)).cells();
      return new AskedVersion(version.version(), genes, canary, responses);
    } catch (RuntimeException e) {
      responses.close();
      throw e;
    }
  }

  private static BlobRef weights(ModelManifest version) {
    return version.blob(VersionFiles.WEIGHTS);
  }

  /** The treatments that the model has seen, in the order in which they came. */
  public List<String> treatments() {
    return responses.spec() instanceof FactorizedSpec spec ? spec.labels().treatments() : List.of();
  }

  /**
   * The cells that a question is asked of: controls of its covariates or, in individual mode,
   * treated ones.
   *
   * @throws ModelException if the version carries none
   */
  public List<Cell> cells(Question question) {
    boolean isOfControls = question.mode() == Question.Mode.INTERVENTIONAL;
    Map<String, String> asked = question.target().covariates();
    List<Cell> cells =
        canary.stream()
            .filter(cell -> (cell.role() == Role.BACKGROUND) == isOfControls)
            .filter(cell -> cell.condition().covariates().equals(asked))
            .toList();
    if (cells.isEmpty()) {
      throw badInput(
          "Invalid covariates: %s; the version carries %s cells of %s"
              .formatted(
                  asked,
                  isOfControls ? "control" : "treated",
                  canary.stream()
                      .filter(cell -> (cell.role() == Role.BACKGROUND) == isOfControls)
                      .map(cell -> cell.condition().covariates())
                      .distinct()
                      .limit(NAMED)
                      .toList()));
    }
    return cells;
  }

  /**
   * The answer for the cells of a question.
   *
   * @throws ModelException if the version carries none, or the model has no answer
   */
  public Answer answer(Question question) {
    List<Cell> cells = cells(question);
    return new Answer(version, genes, cells.size(), responses.respond(cells, question));
  }

  /**
   * What pairs of files say of this version's answers. Only those count whose covariates and
   * treatment it knows, but not together.
   *
   * @param draws of every control
   * @throws ModelException if there is none
   */
  public Calibration calibrate(FileCells withheld, int draws, long seed) {
    List<Calibration.Asked> asked =
        WithheldCells.of(withheld, genes, responses.spec()).stream()
            .filter(it -> isNew(responses.backing(it.target(), 0)))
            .map(it -> new Calibration.Asked(responses, it))
            .toList();
    if (asked.isEmpty()) {
      throw badInput(
          "Invalid withheld cells: of no pair does the version know covariates and treatment, but"
              + " not together; expected one at least");
    }
    return Calibration.of(asked, draws, seed);
  }

  private static boolean isNew(Backing backing) {
    return backing.word() == Backing.Word.COMBINATION && backing.pairCells() == 0;
  }

  private static ModelException badInput(String message) {
    return new ModelException(ModelException.Category.BAD_INPUT, message);
  }

  @Override
  public void close() {
    responses.close();
  }
}
