package io.scstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.scstream.matrix.MatrixException;
import io.scstream.models.random.CounterRandom;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads what the fuzzer found worth keeping, and damaged forms of it. */
class ParserFuzzTest {
  private static final int DAMAGED = 1000;

  /** What reading a file may allocate, however much it declares: a few of its largest windows. */
  private static final long MOST_ALLOCATED = 1L << 28;

  private static final int[] EXTREMES = {
    -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1 << 16, 1 << 24
  };

  static List<Path> corpus(Parser parser) throws IOException, URISyntaxException {
    URL folder =
        Objects.requireNonNull(
            ParserFuzzTest.class.getResource("/fuzz/" + parser.corpus()), parser.corpus());
    try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @EnumSource(Parser.class)
  void everyParserReadsWhatIsRightAndRefusesTheRest(Parser parser) throws Exception {
    List<Path> corpus = corpus(parser);
    assertThat(corpus).anyMatch(file -> file.getFileName().toString().startsWith("valid"));
    for (Path file : corpus) {
      byte[] bytes = Files.readAllBytes(file);
      if (file.getFileName().toString().startsWith("valid")) {
        assertThatCode(() -> parser.parse(bytes)).as("%s", file).doesNotThrowAnyException();
      } else {
        assertThatCode(() -> parser.read(bytes)).as("%s", file).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Parser.class)
  void damageIsReadOrRefused(Parser parser) throws Exception {
    List<Path> corpus = corpus(parser);
    CounterRandom random = CounterRandom.of(1, 0, "damage/" + parser);
    int times = parser == Parser.HDF5 ? DAMAGED / 10 : DAMAGED;
    for (int i = 0; i < times; i++) {
      byte[] bytes = Files.readAllBytes(corpus.get(random.nextInt(corpus.size())));
      byte[] damaged = damaged(bytes, random);
      assertThatCode(() -> parser.read(damaged))
          .as(() -> HexFormat.of().formatHex(damaged))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatAFileDeclaresDoesNotSayHowMuchIsDone() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (Path file : corpus(Parser.HDF5)) {
      if (file.endsWith("declares-too-much.h5")) {
        continue; // The library makes room for it, once, before anybody can ask.
      }
      byte[] bytes = Files.readAllBytes(file);
      Parser.HDF5.read(bytes); // What is loaded once is not counted.
      long before = threads.getCurrentThreadAllocatedBytes();
      Parser.HDF5.read(bytes);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(allocated).as("%s", file).isLessThan(MOST_ALLOCATED);
    }
  }

  @Test
  void aFileThatDeclaresFarMoreTextsThanItHoldsIsRefusedBeforeTheyAreRead() throws Exception {
    byte[] bytes =
        Files.readAllBytes(
            corpus(Parser.HDF5).stream()
                .filter(file -> file.endsWith("declares-texts.h5ad"))
                .findFirst()
                .orElseThrow());
    assertThatThrownBy(() -> Parser.HDF5.parse(bytes))
        .isInstanceOf(MatrixException.class)
        .hasMessageContaining(
            "counts.h5: invalid length of obs/_index: 134,217,730 values of 16 bytes; expected what"
                + " a file of 17,248 bytes can hold");
  }

  /** One to four bytes or numbers changed, or a part taken out or repeated. */
  private static byte[] damaged(byte[] bytes, CounterRandom random) {
    byte[] damaged = bytes.clone();
    for (int times = random.nextInt(4); times >= 0 && damaged.length > 8; times--) {
      int at = random.nextInt(damaged.length - 4);
      switch (random.nextInt(4)) {
        case 0 -> damaged[at] = (byte) random.nextInt(256);
        case 1 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> ByteBuffer.wrap(damaged).putInt(at, EXTREMES[random.nextInt(EXTREMES.length)]);
        default -> {
          int length = random.nextInt(Math.min(64, damaged.length - at));
          boolean isTakenOut = random.nextInt(2) == 0;
          byte[] head = Arrays.copyOf(damaged, at + (isTakenOut ? 0 : length));
          byte[] tail = Arrays.copyOfRange(damaged, at + (isTakenOut ? length : 0), damaged.length);
          damaged = Arrays.copyOf(head, head.length + tail.length);
          System.arraycopy(tail, 0, damaged, head.length, tail.length);
        }
      }
    }
    return damaged;
  }
}
