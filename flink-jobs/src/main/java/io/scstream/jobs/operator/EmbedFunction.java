package io.scstream.jobs.operator;

import io.scstream.config.ScstreamConfig;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.jobs.publish.StoreFactory;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Embeds every cell of a chunk with the published version that is in use. */
public final class EmbedFunction extends ProcessFunction<PlacedChunk, Message> {
  private static final long serialVersionUID = 1L;

  private final ScstreamConfig config;
  private final String modelRef;
  private final StoreFactory stores;
  private transient @Nullable LiveModel model;

  /** Embeds with the version that {@code modelRef} names, following it where it moves. */
  public EmbedFunction(ScstreamConfig config, String modelRef, StoreFactory stores) {
    this.config = config;
    this.modelRef = modelRef;
    this.stores = stores;
  }

  @Override
  public void open(OpenContext context) {
    model = LiveModel.open(stores.open(), modelRef, config);
  }

  @Override
  public void processElement(PlacedChunk placed, Context context, Collector<Message> out) {
    LiveModel live = Objects.requireNonNull(model);
    if (config.embed().follow()) {
      live.refresh(context.timerService().currentProcessingTime());
    }
    live.embed(placed.chunk()).forEach(out::collect);
  }

  @Override
  public void close() {
    if (model != null) {
      model.close();
      model = null;
    }
  }
}
