package io.scstream.store;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileInterruptionsIT extends InterruptionsContract {

  private final Storage storage;

  FileInterruptionsIT(@TempDir Path root) throws IOException {
    storage = new FileStorage(root.toRealPath(), new DiskOperations());
  }

  @Override
  Storage storage() {
    return storage;
  }

  @Override
  int interruptions() {
    return 1_000;
  }
}
