package io.scstream.jobs.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.store.ModelVersion;
import io.scstream.store.RunOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SinkStateTest {
  private static final RunOrigin FORKED =
      new RunOrigin(TestDrafts.RUN.run(), new ModelVersion("old", 39));

  /** Bytes as the first version wrote them: a state from then must stay readable. */
  private static final String DRAFT_V1 =
      "2436633166336631652d303030302d343030302d383030302d30303030303030303030303101036f"
          + "6c640000000000000027000000000000002800000000000000640000000000000050000000000000"
          + "00140000000000000009000000000000002710303132333435363738396162636465660000001e01"
          + "0763656c6c732d300000000000000004010d656c626f5f68656c645f6f7574c02900000000000001"
          + "116d6f64656c2e7361666574656e736f72730177";

  @Test
  void aVersionThatWaitsHasTheBytesOfItsFirstForm() throws IOException {
    VersionDraftCodec codec = new VersionDraftCodec();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(TestDrafts.draft(FORKED, 40, "w"), new DataOutputStream(bytes));
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(DRAFT_V1);

    VersionDraft back =
        codec.read(
            1, new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(DRAFT_V1))));
    assertThat(back.facts()).isEqualTo(TestDrafts.draft(FORKED, 40, "w").facts());
    assertThat(back.blobs().get(VersionFiles.WEIGHTS)).containsExactly('w');
  }

  @Test
  void anUnknownFormIsRefused() {
    assertThatThrownBy(() -> new WaitingVersionSerializer().deserialize(2, new byte[0]))
        .hasMessage("Unknown state of the sink: 2; supported is 1");
    assertThatThrownBy(() -> new StagedDraftSerializer().deserialize(3, new byte[0]))
        .hasMessage("Unknown committable: 3; supported are 1 to 2");
  }
}
