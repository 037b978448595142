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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  /** The second form counts cells thinned out, and names the parent's step. */
  private static final String DRAFT_V2 =
      "2436633166336631652d303030302d343030302d383030302d30303030303030303030303101036f"
          + "6c640000000000000027000000000000002800000000000000640000000000000050000000000000"
          + "00140000000000000000000000000000000900000000000000270000000000000027103031323334"
          + "35363738396162636465660000001e010763656c6c732d300000000000000004010d656c626f5f68"
          + "656c645f6f7574c02900000000000001116d6f64656c2e7361666574656e736f72730177";

  /** The third form names the gauge, which was the step before. */
  private static final String DRAFT_V3 = DRAFT_V2 + "0000000000000028";

  @Test
  void aVersionThatWaitsHasTheBytesOfItsThirdForm() throws IOException {
    VersionDraftCodec codec = new VersionDraftCodec();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(TestDrafts.draft(FORKED, 40, "w"), new DataOutputStream(bytes));
    assertThat(codec.version()).isEqualTo(3);
    assertThat(HexFormat.of().formatHex(bytes.toByteArray())).isEqualTo(DRAFT_V3);
  }

  @ParameterizedTest
  @CsvSource({"1," + DRAFT_V1, "2," + DRAFT_V2, "3," + DRAFT_V3})
  void aVersionThatWaitedComesBackFromEachForm(int form, String bytes) throws IOException {
    VersionDraft back =
        new VersionDraftCodec()
            .read(
                form,
                new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(bytes))));
    assertThat(back.facts()).isEqualTo(TestDrafts.draft(FORKED, 40, "w").facts());
    assertThat(back.blobs().get(VersionFiles.WEIGHTS)).containsExactly('w');
  }

  @Test
  void aGaugeIsThatOfTheFrame() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(DRAFT_V2 + "0000000000000014");
    VersionDraft back =
        new VersionDraftCodec().read(3, new DataInputStream(new ByteArrayInputStream(bytes)));
    assertThat(back.facts().gauge()).isEqualTo(20);
  }

  @Test
  void anUnknownFormIsRefused() {
    assertThatThrownBy(() -> new WaitingVersionSerializer().deserialize(2, new byte[0]))
        .hasMessage("Unknown state of the sink: 2; supported is 1");
    assertThatThrownBy(() -> new StagedDraftSerializer().deserialize(3, new byte[0]))
        .hasMessage("Unknown committable: 3; supported are 1 to 2");
  }
}
