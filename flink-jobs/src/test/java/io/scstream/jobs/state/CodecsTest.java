package io.scstream.jobs.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.jobs.connect.PlacedChunkCodec;
import io.scstream.jobs.connect.RawRecord;
import io.scstream.jobs.connect.RawRecordCodec;
import io.scstream.jobs.embed.ModelPointer;
import io.scstream.jobs.embed.ModelPointerCodec;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.GenePanel;
import io.scstream.models.data.Role;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Panel;
import io.scstream.models.gauge.PanelCodes;
import io.scstream.models.gauge.Rotation;
import io.scstream.models.leakage.LeakageState;
import io.scstream.models.memory.RememberedCell;
import io.scstream.models.stream.GuardState;
import io.scstream.models.stream.StreamCounts;
import io.scstream.models.stream.Waiting;
import io.scstream.schema.ModelStatus;
import io.scstream.store.ModelVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputViewStreamWrapper;
import org.apache.flink.core.memory.DataOutputViewStreamWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodecsTest {
  private static final RememberedCell CELL =
      new RememberedCell(
          Cell.of("d|AAAC", Role.TARGET, 1500.5, new int[] {0, 7, 20_000}, new int[] {1, 300, 2}),
          "TARGET||KLF1");

  /** Bytes as the first version wrote them: a state from then must stay readable. */
  private static final String CELL_V1 =
      "0c5441524745547c7c4b4c463106647c41414143014097720000000000030101" + "07ac02999c0102";

  /** The second version has the donor at its end. */
  private static final String CELL_V2 = CELL_V1 + "027031";

  private static final String CELL_OF_GROUP_2 =
      "0c5441524745547c7c4b4c463106647c41414143034097720000000000030101" + "07ac02999c0102" + "00";

  @Test
  void aCellHasTheBytesOfItsVersionsAndTheFirstOneIsStillRead() throws IOException {
    RememberedCellCodec codec = new RememberedCellCodec();
    RememberedCell ofDonor = CELL.of(Optional.of("p1"));
    assertThat(HexFormat.of().formatHex(write(codec, ofDonor))).isEqualTo(CELL_V2);
    assertThat(HexFormat.of().formatHex(write(codec, CELL))).isEqualTo(CELL_V1 + "00");
    RememberedCell back = read(codec, HexFormat.of().parseHex(CELL_V2));
    assertThat(back.donor()).contains("p1");
    assertThat(back.stratum()).isEqualTo("TARGET||KLF1");
    assertThat(read(codec, HexFormat.of().parseHex(CELL_V1 + "00")).donor()).isEmpty();
    byte[] first = HexFormat.of().parseHex(CELL_V1);
    RememberedCell old = codec.read(1, new DataInputStream(new ByteArrayInputStream(first)));
    assertThat(old.donor()).isEmpty();
    assertThat(old.cell().id()).isEqualTo("d|AAAC");
    assertThat(old.cell().role()).isEqualTo(Role.TARGET);
    assertThat(old.cell().librarySize()).isEqualTo(1500.5);
    assertThat(old.cell().gene(2)).isEqualTo(20_000);
    assertThat(old.cell().count(1)).isEqualTo(300);
  }

  /** The group is told with the role: 0 background, 1 + group target, as a number of any size. */
  @Test
  void aCellOfAGroupHasTheBytesOfItsFirstVersionButForTheGroup() throws IOException {
    RememberedCell third = new RememberedCell(CELL.cell().inGroup(2), CELL.stratum());
    byte[] bytes = write(new RememberedCellCodec(), third);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(CELL_OF_GROUP_2);
    assertThat(read(new RememberedCellCodec(), bytes).cell().group()).isEqualTo(2);
    RememberedCell far = new RememberedCell(CELL.cell().inGroup(500), CELL.stratum());
    assertThat(read(new RememberedCellCodec(), write(new RememberedCellCodec(), far)).cell())
        .extracting(Cell::role, Cell::group, Cell::librarySize)
        .containsExactly(Role.TARGET, 500, 1500.5);
  }

  /** 2³⁰ more where the role is told, and covariates, treatments and doses at the end. */
  private static final String CELL_WITH_CONDITION =
      "0c5441524745547c7c4b4c463106647c41414143"
          + "8180808004"
          + "4097720000000000030101"
          + "07ac02999c0102"
          + "00"
          + "000100046c696e6500046b353632"
          + "000100044b4c46313fe0000000000000";

  @Test
  void aCellWithAConditionHasItAtItsEnd() throws IOException {
    Condition condition = Condition.of(Map.of("line", "k562")).treated("KLF1", 0.5);
    RememberedCell labelled = new RememberedCell(CELL.cell().under(condition), CELL.stratum());
    byte[] bytes = write(new RememberedCellCodec(), labelled);
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(CELL_WITH_CONDITION);
    Cell back = read(new RememberedCellCodec(), bytes).cell();
    assertThat(back.condition()).isEqualTo(condition);
    assertThat(back.role()).isEqualTo(Role.TARGET);
    assertThat(back.group()).isZero();
  }

  @Test
  void cellsOfRealValuesAndOfPanelsAreRefused() {
    Cell real = Cell.ofValues("r", Role.TARGET, 1, new int[] {0}, new float[] {-1});
    assertThatThrownBy(() -> write(new RememberedCellCodec(), new RememberedCell(real, "TARGET")))
        .hasMessage("Invalid cell r: real values; expected counts");
    Cell ofAPanel =
        Cell.of("p", Role.TARGET, 1, new int[0], new int[0]).on(GenePanel.without(2, List.of(1)));
    assertThatThrownBy(
            () -> write(new RememberedCellCodec(), new RememberedCell(ofAPanel, "TARGET")))
        .hasMessage("Invalid cell p: of a panel; expected one with all genes measured");
  }

  private static final RawRecord RECORD =
      RawRecord.of(new RawRecord.Position("cells", 3, 1L << 33), new byte[] {7}, new byte[] {1, 2})
          .after(300);

  private static final String RECORD_V1 = "0563656c6c730000000300000002000000000101" + "07020102";

  private static final String RECORD_V2 = RECORD_V1 + "ac02";

  @Test
  void aRecordHasTheBytesOfItsVersionsAndTheFirstOneIsStillRead() throws IOException {
    RawRecordCodec codec = new RawRecordCodec();
    assertThat(HexFormat.of().formatHex(write(codec, RECORD))).isEqualTo(RECORD_V2);
    RawRecord back = read(codec, HexFormat.of().parseHex(RECORD_V2));
    assertThat(back.position()).isEqualTo(RECORD.position());
    assertThat(back.key()).containsExactly(7);
    assertThat(back.value()).containsExactly(1, 2);
    assertThat(back.attempts()).isEqualTo(300);
    byte[] first = HexFormat.of().parseHex(RECORD_V1);
    RawRecord old = codec.read(1, new DataInputStream(new ByteArrayInputStream(first)));
    assertThat(old.position()).isEqualTo(RECORD.position());
    assertThat(old.value()).containsExactly(1, 2);
    assertThat(old.attempts()).isZero();
    assertThat(new PlacedChunkCodec().version()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "12,12", "-1,0", "'',0", "two,0", "99999999999,0"})
  void aHeaderThatIsNoNumberTellsOfNoAttempt(String header, int attempts) {
    assertThat(RawRecord.attempts(header.getBytes(StandardCharsets.UTF_8))).isEqualTo(attempts);
    assertThat(RawRecord.attempts(null)).isZero();
  }

  private static final String META_V1 =
      "000000000000000a000000000000000700000000000000020000000000000005000000"
          + "000000000310303132333435363738396162636465660000001e010763656c6c732d30"
          + "000000000000000401016100000000000000060001000000010c5441524745547c7c4b"
          + "4c463106647c4141414301409772000000000003010107ac02999c01020863656c6c20"
          + "302e31";

  private static final String META_V2 =
      "000000000000000b000000000000000700000000000000020000000000000001000000"
          + "0000000005000000000000000300000000000000021030313233343536373839616263"
          + "6465660000001e010763656c6c732d3000000000000000040101610000000000000006"
          + "000103616c6c000000000000000901000000010c5441524745547c7c4b4c463106647c"
          + "4141414301409772000000000003010107ac02999c010205647c622334000000000000"
          + "08340200000000000000500000000000000064010105647c622333096e6f206e756d62"
          + "65720000000000000008000000010000000c0863656c6c20302e312431313131313131"
          + "312d323232322d333333332d343434342d353535353535353535353535067363726565"
          + "6e010570696c6f74000000000000002a0000000000000002";

  /** The same with cells of their second version, which it names. */
  private static final String META_V2_OF_CELLS_V2 =
      "000000000000000b000000000000000700000000000000020000000000000001000000"
          + "0000000005000000000000000300000000000000021030313233343536373839616263"
          + "6465660000001e010763656c6c732d3000000000000000040101610000000000000006"
          + "000103616c6c000000000000000901000000020c5441524745547c7c4b4c463106647c"
          + "4141414301409772000000000003010107ac02999c01020005647c6223340000000000"
          + "0008340200000000000000500000000000000064010105647c622333096e6f206e756d"
          + "6265720000000000000008000000010000000c0863656c6c20302e3124313131313131"
          + "31312d323232322d333333332d343434342d3535353535353535353535350673637265"
          + "656e010570696c6f74000000000000002a0000000000000002";

  @Test
  void theMetaOfARunComesBack() throws IOException {
    RunMeta meta =
        new RunMeta(
            new RunMeta.Identity(
                "11111111-2222-3333-4444-555555555555",
                "screen",
                Optional.of(new ModelVersion("pilot", 42))),
            new RunMeta.Frame("0123456789abcdef", 30, "cell 0.1"),
            new StreamCounts(11, 7, 2, 1, 5, 3, 2),
            2,
            new TreeMap<>(Map.of("cells-0", 4L)),
            new RunMeta.Seen(
                new TreeMap<>(Map.of("a", 6L)), new TreeMap<>(), new TreeMap<>(Map.of("all", 9L))),
            List.of(new Waiting(CELL, "d|b#4")),
            new GuardState(
                2_100,
                List.of(80L, 100L),
                true,
                Map.of("d|b#3", "no number"),
                8,
                new GuardState.Row(1, 12)));
    RunMeta back = read(new RunMetaCodec(), write(new RunMetaCodec(), meta));
    assertSame(back, meta);
    assertThat(HexFormat.of().formatHex(write(new RunMetaCodec(), meta)))
        .isEqualTo(META_V2_OF_CELLS_V2);
    assertSame(read(new RunMetaCodec(), HexFormat.of().parseHex(META_V2)), meta);
  }

  @Test
  void theMetaOfTheFirstVersionIsOfAnUnknownRun() throws IOException {
    RunMeta back =
        new RunMetaCodec()
            .read(
                1, new DataInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(META_V1))));
    assertThat(back.identity().run()).isEmpty();
    assertThat(back.identity().lineage()).isEmpty();
    assertThat(back.frame()).isEqualTo(new RunMeta.Frame("0123456789abcdef", 30, "cell 0.1"));
    assertThat(back.counts()).isEqualTo(new StreamCounts(10, 7, 2, 0, 5, 3, 3));
    assertThat(back.guard()).isEqualTo(GuardState.QUIET);
    assertThat(back.lastDueStep()).isEqualTo(3);
    assertThat(back.carry()).hasSize(1);
  }

  /**
   * A panel of its first version.
   *
   * @param form that of the cells
   * @param noDonor what that form has for cells without a donor
   */
  private static String panel(String form, String noDonor) {
    return "00000000000005dc" // frame
        + "02000000003f800000bf80000000000000" // [[0, 1], [-1, 0]]
        + "01bf800000" // [[-1]]
        + ("000000" + form + "02") // the form of the cells, and that there are two
        + ("000163004020000000000000010402" + noDonor)
        + ("00" + CELL_V1.substring(26) + noDonor) // The same cell without a stratum.
        + "3f800000400000004040000040900000"
        + "be800000";
  }

  @Test
  void aPanelHasTheBytesOfItsFirstVersion() throws IOException {
    Cell control = Cell.of("c", Role.BACKGROUND, 8, new int[] {3}, new int[] {2});
    Panel panel =
        new Panel(
            List.of(control, CELL.cell()),
            PanelCodes.of(new float[][] {{1, 2}, {3, 4.5f}}, new float[][] {{-0.25f}}),
            new Gauge(
                1500, Rotation.of(2, new float[] {0, 1, -1, 0}), Rotation.of(1, new float[] {-1})));
    assertThat(HexFormat.of().formatHex(write(new PanelCodec(), panel)))
        .isEqualTo(panel("02", "00"));
    Panel back = read(new PanelCodec(), HexFormat.of().parseHex(panel("01", "")));
    assertThat(read(new PanelCodec(), HexFormat.of().parseHex(panel("02", "00"))).gauge())
        .isEqualTo(back.gauge());
    assertThat(back.gauge()).isEqualTo(panel.gauge());
    assertThat(back.cells()).extracting(Cell::id).containsExactly("c", "d|AAAC");
    assertThat(back.cells().get(1).librarySize()).isEqualTo(1500.5);
    assertThat(back.published().background()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4.5f}});
    assertThat(back.published().salient()).isDeepEqualTo(new float[][] {{-0.25f}});
  }

  private static final String LEAKAGE_V1 =
      "02044b4c463105c3a92b5032" // labels: KLF1, é+P2
          + "03" // blocks
          + "10"
          + "3ff8000000000000"
          + "bfb999999999999a"
          + "00"
          + "08"
          + "0000000000000001";

  @Test
  void whatIsKnownOfLeakageHasTheBytesOfItsFirstVersion() throws IOException {
    LeakageState state =
        LeakageState.of(
            List.of("KLF1", "é+P2"),
            List.of(new double[] {1.5, -0.1}, new double[0], new double[] {Double.MIN_VALUE}));
    LeakageStateCodec codec = new LeakageStateCodec();
    assertThat(HexFormat.of().formatHex(write(codec, state))).isEqualTo(LEAKAGE_V1);
    assertThat(read(codec, HexFormat.of().parseHex(LEAKAGE_V1))).isEqualTo(state);
  }

  private static void assertSame(RunMeta back, RunMeta meta) {
    assertThat(back.identity()).isEqualTo(meta.identity());
    assertThat(back.frame()).isEqualTo(meta.frame());
    assertThat(back.counts()).isEqualTo(meta.counts());
    assertThat(back.lastDueStep()).isEqualTo(meta.lastDueStep());
    assertThat(back.trainedThrough()).isEqualTo(meta.trainedThrough());
    assertThat(back.seen()).isEqualTo(meta.seen());
    assertThat(back.carry()).hasSize(1);
    assertThat(back.carry().get(0).cell().cell().id()).isEqualTo("d|AAAC");
    assertThat(back.carry().get(0).chunk()).isEqualTo("d|b#4");
    assertThat(back.guard()).isEqualTo(meta.guard());
  }

  @Test
  void aPointerHasTheBytesOfItsFirstVersion() throws IOException {
    ModelPointer pointer =
        new ModelPointer(
            new ModelVersion("vae", 42),
            "m",
            "ab",
            ModelStatus.PROMOTED,
            Optional.of(Instant.ofEpochMilli(5000)));
    String bytes =
        "03766165000000000000002a" + "016d026162" + "0850524f4d4f544544" + "010000000000001388";
    assertThat(HexFormat.of().formatHex(write(new ModelPointerCodec(), pointer))).isEqualTo(bytes);
    assertThat(read(new ModelPointerCodec(), HexFormat.of().parseHex(bytes))).isEqualTo(pointer);
  }

  @Test
  void numbersTakeAsFewBytesAsTheyCan() throws IOException {
    for (int value : new int[] {0, 1, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, -1}) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Bytes.writeVarint(value, new DataOutputStream(bytes));
      assertThat(
              Bytes.readVarint(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))))
          .isEqualTo(value);
      assertThat(bytes.size()).isEqualTo(value >= 0 && value < 128 ? 1 : bytes.size());
    }
    byte[] endless = {-1, -1, -1, -1, -1, -1};
    assertThatThrownBy(
            () -> Bytes.readVarint(new DataInputStream(new ByteArrayInputStream(endless))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a variable-length int32");
  }

  @Test
  void aSavepointNamesTheCodecAndItsVersion() throws IOException {
    TypeSerializer<RememberedCell> serializer = new CodecSerializer<>(new RememberedCellCodec());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    serializer.snapshotConfiguration().writeSnapshot(new DataOutputViewStreamWrapper(bytes));
    CodecSerializerSnapshot<RememberedCell> restored = new CodecSerializerSnapshot<>();
    restored.readSnapshot(
        1,
        new DataInputViewStreamWrapper(new ByteArrayInputStream(bytes.toByteArray())),
        getClass().getClassLoader());
    TypeSerializerSnapshot<RememberedCell> now = serializer.snapshotConfiguration();
    assertThat(now.resolveSchemaCompatibility(restored).isCompatibleAsIs()).isTrue();
    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
    assertThat(
            new CodecSerializer<>(new RunMetaCodec())
                .snapshotConfiguration()
                .resolveSchemaCompatibility(new CodecSerializerSnapshot<>(new OtherCodec()))
                .isIncompatible())
        .isTrue();
  }

  /** Of the same type as another codec, and yet not the same codec. */
  private static final class OtherCodec implements Codec<RunMeta> {
    private static final long serialVersionUID = 1L;

    @Override
    public int version() {
      return 1;
    }

    @Override
    public void write(RunMeta value, java.io.DataOutput out) {
      throw new AssertionError("not used");
    }

    @Override
    public RunMeta read(int version, java.io.DataInput in) {
      throw new AssertionError("not used");
    }

    @Override
    public Class<RunMeta> type() {
      return RunMeta.class;
    }
  }

  private static <T> byte[] write(Codec<T> codec, T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    codec.write(value, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static <T> T read(Codec<T> codec, byte[] bytes) throws IOException {
    return codec.read(codec.version(), new DataInputStream(new ByteArrayInputStream(bytes)));
  }
}
