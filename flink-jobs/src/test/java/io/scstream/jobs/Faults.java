package io.scstream.jobs;

import io.scstream.jobs.publish.AnnouncerFactory;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Minibatch;
import io.scstream.models.learner.ForwardingLearner;
import io.scstream.models.learner.LearnerFactory;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.models.learner.OnlineLearner;
import io.scstream.models.learner.StepOutcome;
import io.scstream.models.spec.ModelSpec;
import io.scstream.store.BlobRef;
import io.scstream.store.InterruptedStores;
import io.scstream.store.ModelManifest;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.Publication;
import io.scstream.store.StagedVersion;
import io.scstream.store.Staging;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Crashes at the points of publication between which a process can die, at moments drawn from a
 * seed. One plan at a time: the parts of a job find it by this class, in whatever attempt they are.
 */
final class Faults {
  private static final AtomicLong steps = new AtomicLong();
  private static volatile Faults plan = new Faults(0, 0);

  /** Where it crashes, in the order of publication. */
  enum Point {
    WHILE_TRAINING(60),
    AFTER_STAGING(3),
    BEFORE_COMMIT(3),
    BEFORE_MANIFEST(3),
    BEFORE_EVENT(3),
    AFTER_EVENT(3);

    private final int oneIn;

    Point(int oneIn) {
      this.oneIn = oneIn;
    }
  }

  private final Random random;
  private final Map<Point, Integer> left = new EnumMap<>(Point.class);
  private final Map<Point, Integer> thrown = new EnumMap<>(Point.class);

  private Faults(long seed, int each) {
    random = new Random(seed);
    for (Point point : Point.values()) {
      left.put(point, each);
      thrown.put(point, 0);
    }
  }

  /** From now on, so many crashes at each point. */
  static Faults plan(long seed, int each) {
    plan = new Faults(seed, each);
    return plan;
  }

  synchronized Map<Point, Integer> thrown() {
    return new EnumMap<>(thrown);
  }

  /** Steps taken by all learners so far. */
  static long steps() {
    return steps.get();
  }

  private static void mayCrashAt(Point point) {
    plan.draw(point);
  }

  private synchronized void draw(Point point) {
    if (left.getOrDefault(point, 0) > 0 && random.nextInt(point.oneIn) == 0) {
      left.merge(point, -1, Integer::sum);
      thrown.merge(point, 1, Integer::sum);
      throw new IllegalStateException("Crash on purpose: " + point);
    }
  }

  static StoreFactory stores(Path folder) {
    String path = folder.toString();
    return () ->
        new CrashingStore(
            InterruptedStores.open(Path.of(path), () -> mayCrashAt(Point.BEFORE_MANIFEST)));
  }

  static AnnouncerFactory announcers(List<ModelVersion> announced) {
    Events.to = announced;
    return () -> Events::announce;
  }

  static LearnerFactory learners(LearnerFactory real) {
    return new CrashingLearners(real);
  }

  /** The topic of model events. */
  private static final class Events {
    private static volatile List<ModelVersion> to = List.of();

    static void announce(ModelManifest manifest) {
      mayCrashAt(Point.BEFORE_EVENT);
      to.add(manifest.version());
      mayCrashAt(Point.AFTER_EVENT);
    }
  }

  private static final class CrashingStore extends DelegatingStore {
    CrashingStore(ModelStore store) {
      super(store);
    }

    @Override
    public Staging stage(ModelVersion version) {
      return new CrashingStaging(super.stage(version));
    }

    @Override
    public Publication publish(StagedVersion staged, ModelManifest manifest) {
      mayCrashAt(Point.BEFORE_COMMIT);
      return super.publish(staged, manifest);
    }
  }

  private record CrashingStaging(Staging real) implements Staging {
    @Override
    public StagedVersion finish() {
      StagedVersion staged = real.finish();
      mayCrashAt(Point.AFTER_STAGING);
      return staged;
    }

    @Override
    public ModelVersion version() {
      return real.version();
    }

    @Override
    public OutputStream open(String blobName) {
      return real.open(blobName);
    }

    @Override
    public BlobRef put(String blobName, byte[] content) {
      return real.put(blobName, content);
    }

    @Override
    public BlobRef put(String blobName, InputStream content) {
      return real.put(blobName, content);
    }

    @Override
    public void close() {
      real.close();
    }
  }

  private record CrashingLearners(LearnerFactory real) implements LearnerFactory {
    @Override
    public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
      return new CrashingLearner(real.create(spec, initial));
    }

    @Override
    public OnlineLearner restore(LearnerSnapshot snapshot) {
      return new CrashingLearner(real.restore(snapshot));
    }
  }

  private static final class CrashingLearner extends ForwardingLearner {
    CrashingLearner(OnlineLearner real) {
      super(real);
    }

    @Override
    public StepOutcome update(Minibatch minibatch, double rateFactor) {
      mayCrashAt(Point.WHILE_TRAINING);
      steps.incrementAndGet();
      return super.update(minibatch, rateFactor);
    }
  }
}
