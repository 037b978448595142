package io.scstream.serve;

import io.scstream.config.ScstreamConfig;
import io.scstream.serve.access.SharedToken;
import io.scstream.serve.live.EventLog;
import io.scstream.serve.live.Lag;
import io.scstream.serve.live.LiveStream;
import io.scstream.serve.live.TopicFeed;
import io.scstream.serve.points.PointWindows;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a server knows of the stream, and what it has to follow to know it.
 *
 * @param news the topics of which it remembers what happened
 * @param cells the topic of points, apart from the others since there is so much of it
 */
record Live(
    LiveStream stream,
    PointWindows windows,
    List<TopicFeed.Subscription> news,
    TopicFeed.Subscription cells,
    Supplier<Optional<Lag>> lag) {
  private static final int EPOCH_CHARACTERS = 8;

  /** Nothing as yet. */
  static Live empty(ScstreamConfig.Topics topics, int points, Supplier<Optional<Lag>> lag) {
    String epoch = epoch();
    LiveStream stream = new LiveStream(epoch);
    PointWindows windows = new PointWindows(epoch, points);
    return new Live(
        stream,
        windows,
        stream.subscriptions(topics),
        windows.subscription(topics.embeddings()),
        lag);
  }

  /** Names a run of the server: small letters and digits only. */
  private static String epoch() {
    StringBuilder epoch = new StringBuilder();
    while (epoch.length() < EPOCH_CHARACTERS) {
      epoch.append(SharedToken.random().replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT));
    }
    return epoch.substring(0, EPOCH_CHARACTERS);
  }

  EventLog log() {
    return stream.events();
  }

  /** Every topic that is followed. */
  List<TopicFeed.Subscription> topics() {
    List<TopicFeed.Subscription> topics = new ArrayList<>(news);
    topics.add(cells);
    return topics;
  }
}
