package io.scstream.store;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which run of a training job something comes from. A run begins without any state and goes on
 * through every restore of its own, so a lineage has exactly one.
 *
 * @param run a UUID, made once when the run begins and kept in its state
 * @param forked the version of another lineage that the run began with; null if it began with
 *     nothing
 */
public record RunOrigin(String run, @Nullable ModelVersion forked) {

  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  public RunOrigin {
    if (!UUID_TEXT.matcher(run).matches()) {
      throw StoreException.badInput("Invalid run: '" + run + "'; expected a UUID in lower case");
    }
  }

  /** A run that began with nothing. */
  public static RunOrigin of(String run) {
    return new RunOrigin(run, null);
  }

  public Optional<ModelVersion> forkedFrom() {
    return Optional.ofNullable(forked);
  }
}
