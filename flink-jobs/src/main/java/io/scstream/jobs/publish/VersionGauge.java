package io.scstream.jobs.publish;

import io.scstream.models.gauge.Gauge;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.models.spec.ModelSpec;
import io.scstream.store.BlobRef;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.StoreException;

/** How a published version turns its codes. */
public final class VersionGauge {
  private VersionGauge() {}

  /**
   * The gauge that a version carries; of one from before versions were aligned the codes stay as
   * they are.
   *
   * @throws StoreException if it is not the one of the manifest, or for other codes
   */
  public static Gauge read(ModelStore store, ModelManifest manifest, ModelSpec spec) {
    BlobRef blob = manifest.blobs().get(VersionFiles.GAUGE);
    if (blob == null) {
      return Gauge.first(manifest.gauge(), spec);
    }
    Gauge gauge = GaugeFormat.read(store.read(blob));
    if (gauge.number() != manifest.gauge() || !gauge.fits(spec)) {
      throw new StoreException(
          StoreException.Category.CORRUPT,
          "Invalid gauge of "
              + manifest.version()
              + ": number "
              + gauge.number()
              + " for codes of "
              + gauge.background().size()
              + " and "
              + gauge.salient().size()
              + " dimensions; expected "
              + manifest.gauge()
              + " as in its manifest, for codes of "
              + spec);
    }
    return gauge;
  }
}
