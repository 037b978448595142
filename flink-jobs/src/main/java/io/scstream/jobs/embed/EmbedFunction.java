package io.scstream.jobs.embed;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.catalogue.Outlet;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.operator.Alerts;
import io.scstream.jobs.publish.StoreFactory;
import io.scstream.jobs.state.CodecTypeInfo;
import io.scstream.store.ModelStore;
import io.scstream.store.ModelVersion;
import io.scstream.store.VersionRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.BroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Embeds every cell of a chunk with the published version that is in use; pointers to newer ones
 * are broadcast. State holds names of versions only, never a model.
 */
public final class EmbedFunction
    extends BroadcastProcessFunction<PlacedChunk, ModelPointer, Message>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  /** The last pointer of each lineage. */
  public static final MapStateDescriptor<String, ModelPointer> POINTERS =
      new MapStateDescriptor<>(
          "model-pointers", Types.STRING, CodecTypeInfo.of(new ModelPointerCodec()));

  // Of all subtasks together: after a change of parallelism each begins with what was in use.
  private static final ListStateDescriptor<String> USED =
      new ListStateDescriptor<>("versions-in-use", Types.STRING);

  private final ScstreamConfig config;
  private final String modelRef;
  private final StoreFactory stores;
  private final Alerts alerts;
  private final Clock clock = Clock.systemUTC();
  private final List<ModelVersion> usedBefore = new ArrayList<>();
  private transient @Nullable ListState<String> used;
  private transient @Nullable ModelStore store;
  private transient @Nullable ModelFollower model;

  /** Embeds with the version that {@code modelRef} names, following it where it moves. */
  public EmbedFunction(ScstreamConfig config, String modelRef, StoreFactory stores) {
    this.config = config;
    this.modelRef = modelRef;
    this.stores = stores;
    this.alerts = new Alerts(config.topics().alerts(), config.lineage().name());
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    used = context.getOperatorStateStore().getUnionListState(USED);
    for (String version : used.get()) {
      int at = version.lastIndexOf('@');
      usedBefore.add(
          new ModelVersion(version.substring(0, at), Long.parseLong(version.substring(at + 1))));
    }
  }

  @Override
  public void open(OpenContext context) throws Exception {
    VersionRef ref = VersionRef.parse(modelRef);
    store = stores.open();
    VersionLoader loader = new VersionLoader(store, config);
    FirstModel first = new FirstModel(ref, loader);
    boolean isFollowing = config.embed().follow();
    model =
        new ModelFollower(
            ref, loader, isFollowing ? first.following(usedBefore, FIRST_PAUSE) : first.now());
    EmbedMetrics.register(
        getRuntimeContext().getMetricGroup().addGroup(Outlet.EMBED.label(), ref.lineage()),
        model,
        clock);
    if (isFollowing) {
      model.start(config.embed().pollAlias());
    }
  }

  @Override
  public void processElement(PlacedChunk placed, ReadOnlyContext context, Collector<Message> out)
      throws Exception {
    ModelFollower following = Objects.requireNonNull(model);
    if (following.hasWaiting()) {
      ModelPointer pointer = context.getBroadcastState(POINTERS).get(config.lineage().name());
      long watermark = context.currentWatermark();
      following.swapIf(version -> isDue(version, pointer, watermark));
    }
    following.used().embed(placed.chunk()).forEach(out::collect);
    tell(following, context.currentProcessingTime(), out);
  }

  private static boolean isDue(
      ModelVersion version, @Nullable ModelPointer pointer, long watermark) {
    return pointer == null || !pointer.version().equals(version) || pointer.isDue(watermark);
  }

  @Override
  public void processBroadcastElement(ModelPointer pointer, Context context, Collector<Message> out)
      throws Exception {
    BroadcastState<String, ModelPointer> pointers = context.getBroadcastState(POINTERS);
    String lineage = pointer.version().lineage();
    ModelPointer earlier = pointers.get(lineage);
    if (earlier == null || pointer.replaces(earlier)) {
      pointers.put(lineage, pointer);
    }
    ModelFollower following = Objects.requireNonNull(model);
    if (config.embed().follow()) {
      following.hint(pointer);
    }
    tell(following, context.currentProcessingTime(), out);
  }

  /** What it does in the background, for tests. */
  ModelFollower model() {
    return Objects.requireNonNull(model);
  }

  private void tell(ModelFollower following, long now, Collector<Message> out) {
    for (ModelFollower.Failure failure : following.failuresToTell()) {
      out.collect(
          alerts.raise(
              AlertKind.MODEL_SWAP_FAILED,
              "Cannot use " + failure.version() + ": " + failure.reason(),
              "stayed with " + failure.stays(),
              Instant.ofEpochMilli(now)));
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    Objects.requireNonNull(used)
        .update(List.of(Objects.requireNonNull(model).used().version().toString()));
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
    if (store != null) {
      store.close();
      store = null;
    }
  }
}
