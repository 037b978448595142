package io.scstream.ingest;

import io.scstream.schema.GeneSpaceRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the columns of chunks mean, on a topic of its own. */
public final class GeneSpaceTopic {
  private GeneSpaceTopic() {}

  /**
   * Describes a gene space on the topic, unless it is there.
   *
   * @param client settings of a Kafka client, at least {@code bootstrap.servers}
   * @throws IngestException if Kafka does not allow it
   */
  public static void register(Map<String, Object> client, GeneSpaceRecord genes) {
    Topics.ensure(client);
    try (CellProducer producer = CellProducer.open(client, Topics.CELLS)) {
      publish(client, genes, producer);
    }
  }

  static void publish(Map<String, Object> client, GeneSpaceRecord genes, CellProducer producer) {
    Set<String> known = new HashSet<>();
    TopicScan.read(
        client,
        Topics.GENE_SPACES,
        message -> known.add(new String(message.key(), StandardCharsets.UTF_8)));
    if (!known.contains(genes.getId())) {
      producer.publish(genes);
    }
  }
}
