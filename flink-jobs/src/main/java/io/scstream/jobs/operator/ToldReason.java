package io.scstream.jobs.operator;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scstream.store.BlobRef;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The last reason of its kind that a person was told, as the digest of the lineage and the reason,
 * so that a state that lasts is told once and another lineage that goes on from it tells again. The
 * same reason with another number in it, such as that of a step, is no other reason.
 */
final class ToldReason {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d.,E-]*");

  private final String lineage;
  private Optional<String> digest;
  private boolean isWritten = true;

  /**
   * Of a lineage.
   *
   * @param saved what {@link #write} wrote, if anything was told
   */
  ToldReason(String lineage, Optional<String> saved) {
    this.lineage = lineage;
    this.digest = saved;
  }

  /** Whether this reason has still to be told; from now on it has been. */
  boolean isNews(String reason) {
    String kind = lineage + "\n" + NUMBER.matcher(reason).replaceAll("#");
    Optional<String> its = Optional.of(BlobRef.of(kind.getBytes(UTF_8)).sha256());
    boolean isNews = !its.equals(digest);
    digest = its;
    isWritten &= !isNews;
    return isNews;
  }

  /** Writes what has changed. */
  void write(RunState state) throws Exception {
    if (!isWritten && digest.isPresent()) {
      state.withheldTold(digest.get());
      isWritten = true;
    }
  }
}
