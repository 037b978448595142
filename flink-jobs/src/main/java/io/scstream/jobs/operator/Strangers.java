package io.scstream.jobs.operator;

import io.scstream.jobs.catalogue.AlertKind;
import io.scstream.jobs.connect.Message;
import io.scstream.jobs.connect.PlacedChunk;
import io.scstream.models.spec.Groups;
import io.scstream.schema.cells.CellContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Target cells of no group that the lineage learns. They become dead letters; the first ones of an
 * attempt raise an alert too, as a misspelt name would leave out a whole treatment.
 */
final class Strangers {
  private final Groups groups;
  private final DeadLetters letters;
  private final Alerts alerts;
  private boolean areKnown;

  Strangers(Groups groups, DeadLetters letters, Alerts alerts) {
    this.groups = groups;
    this.letters = letters;
    this.alerts = alerts;
  }

  /** What is to be told of those in a chunk; nothing without any. */
  List<Message> rejected(PlacedChunk placed, Instant at) {
    List<CellContent> strangers = ChunkCells.strangers(placed.chunk(), groups);
    if (strangers.isEmpty()) {
      return List.of();
    }
    String detail =
        "Invalid %s of %d target cells: %s; expected one of %s"
            .formatted(
                groups.by(),
                strangers.size(),
                strangers.stream().map(it -> CellGroups.label(it, groups)).distinct().toList(),
                groups.names());
    DeadLetters.Reason reason = DeadLetters.Reason.UNKNOWN_GROUP;
    List<Message> messages = new ArrayList<>();
    if (!areKnown) {
      areKnown = true;
      messages.add(
          alerts.raise(
              AlertKind.UNKNOWN_GROUP, detail, "dead-lettered; other cells are taken", at));
    }
    List<String> cells = strangers.stream().map(CellContent::id).toList();
    messages.add(letters.rejected(placed.raw(), reason, detail, cells, at));
    return messages;
  }
}
