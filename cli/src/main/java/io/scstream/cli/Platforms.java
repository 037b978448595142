package io.scstream.cli;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.publish.ManifestWriter;
import io.scstream.models.device.Devices;
import io.scstream.models.device.EngineThreads;

/** What manifests say of this process. */
final class Platforms {
  private Platforms() {}

  static ManifestWriter.Platform here(ScstreamConfig config) {
    return new ManifestWriter.Platform(
        Scstream.Version.number(),
        Devices.ofThisMachine().nameOf(config.train().device()),
        EngineThreads.count());
  }
}
