package io.scstream.matrix;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Every count, name and annotation of the shared data sets is what h5py and scipy read. */
final class OtherImplementationsIT {
  @Test
  void agree() throws IOException, InterruptedException {
    Path data = SharedData.path("onek1k_subset").resolveSibling("");
    Python.assumeModules("h5py", "scipy");
    Path script = Path.of("src/test/python/compare_counts.py").toAbsolutePath();
    Python.run(script.toString(), System.getProperty("java.class.path"), data.toString());
  }
}
