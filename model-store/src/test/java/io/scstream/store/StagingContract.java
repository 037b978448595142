package io.scstream.store;

import static io.scstream.store.Fixtures.manifest;
import static io.scstream.store.Fixtures.publish;
import static io.scstream.store.Fixtures.stage;
import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What staging does, and what becomes of what is staged but never published. */
interface StagingContract extends StoreContract {

  @Test
  default void whatIsStagedIsInvisible() {
    stage(store(), "vae", 5, 1);

    assertThat(store().find(VersionRef.exact("vae", 5))).isEmpty();
    assertThat(store().find(VersionRef.latest("vae"))).isEmpty();
    assertThat(store().list("vae")).isEmpty();
    assertThat(store().lineages()).isEmpty();
    assertThat(store().verify().isClean()).isTrue();
  }

  @Test
  default void aStagingThatIsClosedUnfinishedLeavesNothing() throws IOException {
    Staging staging = store().stage(new ModelVersion("vae", 5));
    staging.put("genes.tsv", new ByteArrayInputStream(Fixtures.GENES));
    staging.close();
    staging.close();

    assertThat(store().collectStaging("vae", Duration.ZERO, inTwoDays())).isZero();
    assertFails(Category.BAD_INPUT, () -> staging.open("more.tsv"), "Staging of vae@5 is over");
  }

  @Test
  default void aBlobThatIsStillBeingWrittenCannotBeFinished() throws IOException {
    try (Staging staging = store().stage(new ModelVersion("vae", 5));
        OutputStream out = staging.open("genes.tsv")) {
      out.write(1);
      assertFails(Category.BAD_INPUT, staging::finish, "Blob genes.tsv of vae@5 is incomplete");
    }
  }

  @Test
  default void anInputThatBreaksOffIsNotTakenForABlob() {
    InputStream breaking =
        new SequenceInputStream(new ByteArrayInputStream(Fixtures.GENES), new BreakingStream());
    try (Staging staging = store().stage(new ModelVersion("vae", 5))) {
      assertFails(
          Category.IO,
          () -> staging.put("genes.tsv", breaking),
          "Cannot stage genes.tsv of vae@5: java.io.IOException: connection lost");
      assertFails(Category.BAD_INPUT, staging::finish, "Blob genes.tsv of vae@5 is incomplete");
    }
  }

  @Test
  default void namesThatCouldLeaveTheStoreAreRefused() {
    try (Staging staging = store().stage(new ModelVersion("vae", 5))) {
      for (String name : List.of("../genes.tsv", "", "a/b", ".hidden", "manifest.json")) {
        assertFails(Category.BAD_INPUT, () -> staging.open(name), "Invalid blob name: ");
      }
      staging.put("genes.tsv", Fixtures.GENES);
      assertFails(
          Category.BAD_INPUT, () -> staging.open("genes.tsv"), "genes.tsv of vae@5 is staged");
    }
    assertFails(Category.BAD_INPUT, () -> store().list("../vae"), "Invalid lineage: '../vae'");
    assertFails(Category.BAD_INPUT, () -> store().alias("vae", "../x"), "Invalid alias: '../x'");
    assertFails(Category.BAD_INPUT, () -> store().alias("vae", "12"), "Invalid alias: 12");
  }

  @Test
  default void stagedFilesThatWereCollectedCannotBePublished() {
    StagedVersion staged = stage(store(), "vae", 5, 1);
    stage(store(), "vae", 6, 1);
    StagedVersion ofAnother = stage(store(), "vae-2", 6, 1);
    assertThat(store().collectStaging("vae", Duration.ofDays(3), inTwoDays())).isZero();
    assertThat(store().collectStaging("vae", Duration.ofDays(1), inTwoDays())).isEqualTo(2);

    assertFails(
        Category.NOT_FOUND,
        () -> store().publish(staged, manifest(staged)),
        "is gone, and vae@5 was never published");
    assertThat(store().list("vae")).isEmpty();
    assertThat(store().publish(ofAnother, manifest(ofAnother))).isEqualTo(Publication.CREATED);
  }

  @Test
  default void collectingDoesNotTouchWhatIsPublished() {
    ModelManifest manifest = publish(store(), "vae", 5);

    assertThat(store().collectStaging("vae", Duration.ZERO, inTwoDays())).isZero();

    assertThat(store().find(VersionRef.latest("vae"))).contains(manifest);
    assertThat(store().verify().isClean()).isTrue();
    assertFails(
        Category.BAD_INPUT,
        () -> store().collectStaging("vae", Duration.ofSeconds(-1), inTwoDays()),
        "Invalid age of staged versions: PT-1S");
  }

  /** A connection that is lost at once. */
  final class BreakingStream extends InputStream {

    @Override
    public int read() throws IOException {
      throw new IOException("connection lost");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return read();
    }
  }

  private static Clock inTwoDays() {
    return Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
  }
}
