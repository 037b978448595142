package io.scstream.jobs.publish;

import static io.scstream.jobs.publish.TestDrafts.MANIFESTS;
import static io.scstream.jobs.publish.TestDrafts.NO_TIME;
import static io.scstream.jobs.publish.TestDrafts.RUN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.jobs.publish.TestDrafts.Request;
import io.scstream.store.FileModelStore;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.Staging;
import io.scstream.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of the store is moved away and comes back. */
class StoreOutageTest {
  private static final ModelSink.Limits LIMITS = new ModelSink.Limits(4, Duration.ofHours(24));

  @TempDir Path folder;

  private final List<ModelVersion> announced = new ArrayList<>();
  private final List<Boolean> held = new ArrayList<>();
  private final TestClock clock = new TestClock();
  private final PublishMetrics metrics = new PublishMetrics(new Gauges());
  private Gauge<?> pending = () -> null;
  private StagingWriter writer = writer(List.of());
  private PublishingCommitter committer = committer();

  private StagingWriter writer(Collection<WaitingVersion> restored) {
    return new StagingWriter(
        this::open, MANIFESTS, LIMITS, (reason, isClosed) -> held.add(isClosed), metrics, restored);
  }

  private PublishingCommitter committer() {
    return new PublishingCommitter(
        this::open, manifest -> announced.add(manifest.version()), LIMITS, metrics, clock);
  }

  private ModelStore open() {
    return FileModelStore.open(folder.resolve("store"));
  }

  @BeforeEach
  void aVersionIsOutBefore() throws Exception {
    checkpoint(1);
    complete(); // The writer has seen it.
    assertThat(announced).extracting(ModelVersion::version).containsExactly(1L);
    announced.clear();
  }

  @AfterEach
  void close() throws Exception {
    writer.close();
    committer.close();
  }

  /** A checkpoint that completes, after one more version was cut. */
  private void checkpoint(long version) throws Exception {
    writer.write(TestDrafts.draft(RUN, version, "weights " + version), NO_TIME);
    complete();
  }

  private List<Request> complete() throws Exception {
    writer.flush(false);
    List<Request> requests = writer.prepareCommit().stream().map(Request::new).toList();
    committer.commit(List.copyOf(requests));
    assertThat(requests).noneMatch(request -> request.retry);
    return requests;
  }

  private void goesDown() throws IOException {
    Files.move(folder.resolve("store"), folder.resolve("elsewhere"));
  }

  private void comesBack() throws IOException {
    Files.move(folder.resolve("elsewhere"), folder.resolve("store"));
  }

  private List<Long> published() {
    try (ModelStore store = open()) {
      return store.versions("vae").stream().map(ModelVersion::version).sorted().toList();
    }
  }

  @Test
  @Tag("acceptance-15")
  void allVersionsAppearAfterwardsInOrder() throws Exception {
    goesDown();
    for (int version = 2; version <= 30; version++) {
      checkpoint(version);
    }
    assertThat(announced).isEmpty();
    assertThat(pending.getValue()).isEqualTo(29);
    assertThat(metrics.failures()).isGreaterThanOrEqualTo(29);

    comesBack();
    complete();
    assertThat(announced).extracting(ModelVersion::version).isSorted().hasSize(29);
    assertThat(published()).hasSize(30);
    complete();
    assertThat(pending.getValue()).isEqualTo(0);
    assertThat(announced).hasSize(29);
  }

  @Test
  void whatWaitsSurvivesACrash() throws Exception {
    writer.write(TestDrafts.draft(RUN, 2, "weights 2"), NO_TIME);
    Collection<StagedDraft> staged = writer.prepareCommit();
    goesDown();
    committer.commit(List.copyOf(staged.stream().map(Request::new).toList()));
    checkpoint(3);
    List<WaitingVersion> state = writer.snapshotState(7);
    assertThat(state)
        .extracting(waiting -> waiting.getClass().getSimpleName())
        .containsExactly("Staged", "Unstaged");
    writer.close();
    WaitingVersionSerializer serializer = new WaitingVersionSerializer();
    List<WaitingVersion> restored = new ArrayList<>();
    for (WaitingVersion waiting : state) {
      restored.add(serializer.deserialize(serializer.getVersion(), serializer.serialize(waiting)));
    }

    comesBack();
    writer = writer(restored);
    complete();

    assertThat(published()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void trainingWaitsWhileTooManyVersionsDo() throws Exception {
    goesDown();
    for (int version = 2; version <= 4; version++) {
      checkpoint(version);
    }
    assertThat(held).isNotEmpty().doesNotContain(true);
    checkpoint(5);
    assertThat(held).last().isEqualTo(true);
    List<WaitingVersion> state = writer.snapshotState(7);
    writer.close();
    assertThat(held).last().isEqualTo(false);
    writer = writer(state);
    assertThat(held).last().isEqualTo(true);

    comesBack();
    complete();
    assertThat(held).last().isEqualTo(true);
    complete();
    assertThat(held).last().isEqualTo(false);
  }

  @Test
  void theJobDoesNotEndWithVersionsThatCannotBeStaged() throws Exception {
    goesDown();
    writer.write(TestDrafts.draft(RUN, 2, "weights 2"), NO_TIME);
    writer.flush(true);
    assertThatThrownBy(() -> writer.prepareCommit())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the folder of the store is gone");
  }

  @Test
  void theJobDoesNotEndWithVersionsThatCannotBePublished() throws Exception {
    writer.write(TestDrafts.draft(RUN, 2, "weights 2"), NO_TIME);
    writer.flush(true);
    List<Request> last = writer.prepareCommit().stream().map(Request::new).toList();
    goesDown();
    assertThatThrownBy(() -> committer.commit(List.copyOf(last)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("the folder of the store is gone");
    comesBack();
    committer.commit(List.copyOf(last));
    assertThat(published()).containsExactly(1L, 2L);
  }

  @Test
  void whatCrashesLeftIsDeletedAtFirstThenAtMostOnceAnHour() throws Exception {
    abandon(2);
    clock.now = clock.now.plus(Duration.ofHours(25)); // Of the store's files: they are of now.
    checkpoint(3);
    assertThat(stagings()).isZero();

    abandon(4);
    clock.now = clock.now.plus(Duration.ofMinutes(59));
    checkpoint(5);
    assertThat(stagings()).isEqualTo(1);

    clock.now = clock.now.plus(Duration.ofMinutes(2));
    checkpoint(6);
    assertThat(stagings()).isZero();
  }

  @Test
  void nothingIsDeletedWhileSomethingWaits() throws Exception {
    writer.write(TestDrafts.draft(RUN, 2, "weights 2"), NO_TIME);
    List<Request> waiting = writer.prepareCommit().stream().map(Request::new).toList();
    goesDown();
    clock.now = clock.now.plus(Duration.ofDays(3));
    committer.commit(List.copyOf(waiting));
    comesBack();
    committer.close();
    committer = committer();
    checkpoint(3);
    assertThat(published()).containsExactly(1L, 2L, 3L);
  }

  /** Staged by an attempt that died. */
  private void abandon(long version) {
    try (ModelStore store = open();
        Staging staging = store.stage(new ModelVersion("vae", version))) {
      staging.put(VersionFiles.WEIGHTS, new byte[] {1});
      staging.finish();
    }
  }

  private long stagings() throws IOException {
    try (var stagings = Files.list(folder.resolve("store/staging/vae"))) {
      return stagings.count();
    }
  }

  private final class Gauges extends UnregisteredMetricsGroup {
    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      if (name.equals("publish_pending")) {
        pending = gauge;
      }
      return gauge;
    }
  }

  private static final class TestClock extends Clock {
    private Instant now = Instant.now();

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @Test
  void aTaskThatStartsMeanwhileMakesNoEmptyStore() throws IOException {
    Path store = folder.resolve("disk");
    StoreFactory stores = StoreFactory.folder(store.toString());
    Files.move(store, folder.resolve("away"));
    assertThatThrownBy(stores::open)
        .isInstanceOfSatisfying(
            StoreException.class,
            e -> assertThat(e.category()).isEqualTo(StoreException.Category.IO));
    assertThat(store).doesNotExist();
    Files.move(folder.resolve("away"), store);
    try (ModelStore back = stores.open()) {
      assertThat(back.lineages()).isEmpty();
    }
  }
}
