package io.scstream.serve;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.data.Condition;
import io.scstream.models.factorized.Question;
import io.scstream.response.Answer;
import io.scstream.response.AskedVersion;
import io.scstream.serve.http.Refused;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Asks versions, one question at a time. The versions that were asked last stay in memory, a few of
 * them; what a question may cost is bounded.
 */
final class Predictions implements AutoCloseable {
  /** How many versions stay in memory. */
  static final int KEPT = 2;

  /** Cells of a question, times the draws of each. */
  static final int MOST_DRAWS = 16_384;

  /** Weights in bytes beyond which a version is left to the command line. */
  private static final long MOST_BYTES = 1L << 28;

  private static final int NAMED = 50;

  private final ModelStore store;
  private final Deque<Kept> kept = new ArrayDeque<>();

  Predictions(ModelStore store) {
    this.store = store;
  }

  /** The digest tells a version from one that was published anew under its number. */
  private record Kept(String digest, AskedVersion version) {}

  /**
   * The answer of a version.
   *
   * @throws Refused with 409 if it answers no questions, with 400 if not this one
   */
  synchronized Answer answer(ModelManifest manifest, Question question) {
    AskedVersion version = version(manifest);
    try {
      checkTreatments(version.treatments(), question.target());
      int cells = version.cells(question).size();
      checkInput(
          (long) cells * question.draws() <= MOST_DRAWS,
          "Invalid draws: %d of each of %d cells; expected at most %d in all",
          question.draws(),
          cells,
          MOST_DRAWS);
      return version.answer(question);
    } catch (ModelException e) {
      if (e.category() == ModelException.Category.BAD_INPUT) {
        throw Refused.malformed(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** A name that is mistyped is no new treatment. */
  private static void checkTreatments(List<String> known, Condition target) {
    for (Condition.Dose dose : target.treatments()) {
      checkInput(
          known.contains(dose.treatment()),
          "Unknown treatment: %s; expected one of %d: %s",
          dose.treatment(),
          known.size(),
          String.join(", ", known.subList(0, Math.min(NAMED, known.size()))));
    }
  }

  private AskedVersion version(ModelManifest manifest) {
    for (Kept each : kept) {
      if (each.digest.equals(manifest.sha256())) {
        kept.remove(each);
        kept.addFirst(each);
        return each.version;
      }
    }
    AskedVersion version = open(manifest);
    while (kept.size() >= KEPT) {
      kept.removeLast().version.close();
    }
    kept.addFirst(new Kept(manifest.sha256(), version));
    return version;
  }

  private AskedVersion open(ModelManifest manifest) {
    long bytes = manifest.blobs().values().stream().mapToLong(blob -> blob.bytes()).sum();
    if (bytes > MOST_BYTES) {
      throw Refused.notNow(
          manifest.version()
              + " has "
              + bytes
              + " bytes; expected at most "
              + MOST_BYTES
              + ", or scstream predict");
    }
    try {
      return AskedVersion.open(store, manifest);
    } catch (ModelException e) {
      if (e.category() == ModelException.Category.ENGINE) {
        throw e;
      }
      throw Refused.notNow(
          manifest.version()
              + " is of the family "
              + manifest.provenance().config().getOrDefault("model.family", "unknown")
              + " and does not predict: "
              + e.getMessage());
    }
  }

  @Override
  public synchronized void close() {
    kept.forEach(each -> each.version.close());
    kept.clear();
  }
}
