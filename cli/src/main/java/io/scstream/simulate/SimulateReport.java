package io.scstream.simulate;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.scstream.ingest.IngestReport;
import io.scstream.models.simulate.Event;
import io.scstream.models.simulate.EventStream;
import io.scstream.models.simulate.StreamSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was written, and the truth about it.
 *
 * @param topic what the ingest did; null where the cells went to files
 * @param files that were written, where they went to files
 * @param settings of the stream
 * @param events in the order in which they meet a cell
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SimulateReport(
    @Nullable IngestReport topic,
    List<String> files,
    StreamSettings settings,
    long cells,
    List<Truth> events) {

  public SimulateReport {
    files = List.copyOf(files);
    events = List.copyOf(events);
  }

  /**
   * Which batches carry an event.
   *
   * @param event as on the command line, every field told
   * @param first number of the first batch, from 1
   * @param last number of the last batch that was written
   * @param firstBatch its name
   * @param lastBatch its name
   * @param genes names of the genes that are moved or taken away; empty where it is about all
   */
  public record Truth(
      String event,
      String kind,
      int first,
      int last,
      String firstBatch,
      String lastBatch,
      Map<String, Double> fields,
      List<String> genes) {

    private static Truth of(Event event, EventStream stream) {
      int last = Math.min(event.last(), stream.settings().batches());
      Map<String, Double> fields = new LinkedHashMap<>();
      event.kind().fields().forEach(it -> fields.put(it.name(), event.value(it.name())));
      List<String> names = stream.geneNames();
      return new Truth(
          event.toString(),
          event.kind().label(),
          event.first(),
          last,
          EventStream.batchName(event.first()),
          EventStream.batchName(last),
          fields,
          Arrays.stream(stream.genesOf(event)).mapToObj(names::get).toList());
    }

    private String line() {
      String where = first == last ? firstBatch : "from " + firstBatch + " to " + lastBatch;
      return "%s  %s".formatted(where, event);
    }
  }

  /** Of cells on a topic. */
  public static SimulateReport onTopic(EventStream stream, IngestReport report) {
    return of(stream, report, List.of());
  }

  /** Of cells in files. */
  public static SimulateReport inFiles(EventStream stream, List<Path> files) {
    return of(stream, null, files.stream().map(Path::toString).toList());
  }

  private static SimulateReport of(
      EventStream stream, @Nullable IngestReport topic, List<String> files) {
    return new SimulateReport(
        topic,
        files,
        stream.settings(),
        stream.settings().cells(),
        stream.events().stream().map(event -> Truth.of(event, stream)).toList());
  }

  /** For people. */
  public String summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        topic == null
            ? "%,d cells in %s".formatted(cells, String.join(", ", files))
            : topic.summary());
    events.forEach(event -> lines.add(event.line()));
    return String.join(System.lineSeparator(), lines);
  }
}
