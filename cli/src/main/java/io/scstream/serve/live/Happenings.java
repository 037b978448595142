package io.scstream.serve.live;

import io.scstream.control.JobCommand;
import io.scstream.schema.ControlRecord;
import io.scstream.schema.ModelVersionRecord;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What events say of versions and commands. */
final class Happenings {
  private Happenings() {}

  record Published(String lineage, long version, String status, long gauge) {
    static Published of(ModelVersionRecord record) {
      return new Published(
          record.getLineage(), record.getVersion(), record.getStatus().name(), record.getGauge());
    }
  }

  record Commanded(
      String lineage,
      String command,
      @Nullable Long version,
      String reason,
      String issuedBy,
      Instant issuedAt) {
    static Commanded of(ControlRecord record) {
      return new Commanded(
          record.getLineage(),
          JobCommand.word(record.getCommand()),
          record.getVersion(),
          Texts.shortened(record.getReason()),
          Texts.shortened(record.getIssuedBy()),
          record.getIssuedAt());
    }
  }
}
