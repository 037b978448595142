package io.scstream.jobs.operator;

import io.scstream.models.stream.HoldOut;
import io.scstream.store.ModelManifest;
import java.util.Locale;
import java.util.SortedMap;

/** The rule that a published version was trained under, as its manifest tells it. */
public final class HoldOuts {
  private HoldOuts() {}

  /** Which cells the version, and every other of its lineage, never trained on. */
  public static HoldOut of(ModelManifest version) {
    SortedMap<String, String> settings = version.provenance().config();
    return new HoldOut(
        HoldOut.Unit.valueOf(
            settings.getOrDefault("input.holdout.by", "cell").toUpperCase(Locale.ROOT)),
        Double.parseDouble(settings.getOrDefault("input.holdout.share", "0")),
        version.training().seed());
  }
}
