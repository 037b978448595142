package io.scstream.jobs.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashLedgerTest {
  private static final String CHUNK = "screen|lane1#7";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private CrashLedger process(long number) {
    CrashLedger ledger =
        new CrashLedger(Optional.of(folder.resolve("ledger")), folder, "screen", number);
    ledger.open();
    return ledger;
  }

  private void nativeCrash(long process) throws IOException {
    Path error = Files.writeString(folder.resolve("hs_err_pid" + process + ".log"), "SIGSEGV");
    Files.setLastModifiedTime(error, FileTime.from(Instant.now().plusSeconds(1)));
  }

  @Test
  void twoNativeCrashesMakeAChunkPoison() throws IOException {
    process(11).begin(CHUNK);
    nativeCrash(11);
    CrashLedger second = process(12);
    assertThat(second.isPoison(CHUNK)).isFalse();
    second.begin(CHUNK);
    nativeCrash(12);
    CrashLedger third = process(13);
    assertThat(third.isPoison(CHUNK)).isTrue();
    assertThat(third.isPoison("screen|lane1#8")).isFalse();
    assertThat(process(14).isPoison(CHUNK)).as("for ever").isTrue();
  }

  @Test
  void aProcessThatWasKilledBlamesNobody() throws IOException {
    for (int process = 11; process < 20; process++) {
      CrashLedger ledger = process(process);
      assertThat(ledger.isPoison(CHUNK)).isFalse();
      ledger.begin(CHUNK);
      nativeCrash(1000 + process); // Of another process.
    }
  }

  @Test
  void aCrashBetweenChunksBlamesNobody() throws IOException {
    for (int process = 11; process < 20; process++) {
      CrashLedger ledger = process(process);
      assertThat(ledger.isPoison(CHUNK)).isFalse();
      ledger.begin(CHUNK);
      ledger.done();
      nativeCrash(process);
    }
  }

  @Test
  void anOlderErrorOfTheSameNumberIsNotOfThisProcess() throws IOException {
    Path error = Files.writeString(folder.resolve("hs_err_pid1.log"), "SIGSEGV");
    Files.setLastModifiedTime(error, FileTime.from(Instant.now().minusSeconds(60)));
    for (int attempt = 0; attempt < 5; attempt++) {
      CrashLedger ledger = process(1);
      assertThat(ledger.isPoison(CHUNK)).isFalse();
      ledger.begin(CHUNK);
    }
  }

  @Test
  void withoutAFolderItDoesNothing() {
    CrashLedger off = new CrashLedger(Optional.empty(), folder, "screen", 1);
    off.open();
    off.begin(CHUNK);
    off.done();
    assertThat(off.isPoison(CHUNK)).isFalse();
    assertThat(folder).isEmptyDirectory();
  }
}
