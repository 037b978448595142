package io.scstream.serve;

import io.scstream.config.ScstreamConfig;
import io.scstream.store.ModelStore;
import java.util.Map;

/**
 * What is served: a broker with its topics, and a store.
 *
 * @param client settings of every Kafka client
 * @param config names of topics, and of the model that the page begins with
 * @param place of the store, for people
 */
public record Site(
    Map<String, Object> client, ScstreamConfig config, ModelStore store, String place) {
  /** Copies. */
  public Site {
    client = Map.copyOf(client);
  }
}
