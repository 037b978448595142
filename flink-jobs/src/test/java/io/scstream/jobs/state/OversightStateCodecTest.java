package io.scstream.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.forgetting.ForgettingState;
import io.scstream.models.forgetting.ModelNoise;
import io.scstream.models.gate.Evidence;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.stream.OversightState;
import io.scstream.models.stream.RatePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OversightStateCodecTest {
  private static final String BEFORE_NOISE =
      "0000000000000064"
          + "ffffffffffffff9c" // clocks: 100, -100
          + "00000000000001f4" // last look at step 500
          + "01"
          + "0161" // stratum a
          + "0000000000000190" // best at step 400
          + "02"
          + "0163"
          + "c049000000000000"
          + "0164"
          + "bff8000000000000" // c: -50, d: -1.5
          + "02"
          + "00000000000001c2"; // twice worse, since step 450

  private static final String NOISE =
      "01"
          + "bfe0000000000000" // transfer -0.5
          + "02"
          + "3fd0000000000000"
          + "bff0000000000000"; // changes 0.25, -1

  private static final String AFTER_NOISE =
      "01"
          + "3fe8000000000000"
          + "00" // domain AUC 0.75, no label
          + "01"
          + "0000000000000190" // promoted: step 400
          + "01"
          + "0163"
          + "c049000000000000" // c: -50
          + "00000000"; // no panel

  @Test
  void whatIsRememberedOfARunHasTheBytesOfItsSecondVersion() throws IOException {
    OversightState state = state(new ModelNoise(OptionalDouble.of(-0.5), List.of(0.25, -1.0)));
    String bytes = BEFORE_NOISE + NOISE + AFTER_NOISE;
    assertThat(HexFormat.of().formatHex(write(state))).isEqualTo(bytes);
    assertThat(read(HexFormat.of().parseHex(bytes))).isEqualTo(state);
    assertThat(read(write(OversightState.NONE))).isEqualTo(OversightState.NONE);
  }

  @Test
  void theFirstVersionHadNoNoise() throws IOException {
    byte[] bytes = HexFormat.of().parseHex(BEFORE_NOISE + AFTER_NOISE);
    assertThat(read(1, bytes)).isEqualTo(state(ModelNoise.NONE));
  }

  private static OversightState state(ModelNoise noise) {
    return new OversightState(
        new RatePolicy.Clocks(100, -100),
        new ForgettingState(
            500,
            new TreeMap<>(
                Map.of(
                    "a",
                    new ForgettingState.Stratum(
                        400, new TreeMap<>(Map.of("c", -50.0, "d", -1.5)), 2, 450, noise)))),
        new Evidence.Leakage(OptionalDouble.of(0.75), OptionalDouble.empty()),
        Optional.of(
            new OversightState.Promoted(400, new TreeMap<>(Map.of("c", -50.0)), Optional.empty())));
  }

  @Test
  void thePanelOfThePromotedVersionComesBack() throws IOException {
    Panel panel =
        new Panel(
            List.of(Cell.of("c", Role.BACKGROUND, 8, new int[] {3}, new int[] {2})),
            PanelCodes.of(new float[][] {{1, 2}}, new float[0][]),
            Gauge.first(7, 2, 1));
    OversightState state =
        new OversightState(
            RatePolicy.Clocks.START,
            ForgettingState.NONE,
            Evidence.Leakage.UNKNOWN,
            Optional.of(new OversightState.Promoted(9, new TreeMap<>(), Optional.of(panel))));
    Panel back = read(write(state)).promoted().orElseThrow().panel().orElseThrow();
    assertThat(back.gauge()).isEqualTo(panel.gauge());
    assertThat(back.cells()).extracting(Cell::id).containsExactly("c");
    assertThat(back.published().background()).isDeepEqualTo(new float[][] {{1, 2}});
  }

  private static byte[] write(OversightState state) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new OversightStateCodec().write(state, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static OversightState read(byte[] bytes) throws IOException {
    return read(2, bytes);
  }

  private static OversightState read(int version, byte[] bytes) throws IOException {
    return new OversightStateCodec()
        .read(version, new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
