package io.scstream.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.scstream.models.random.CounterRandom;
import java.io.IOException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reads what the fuzzer found worth keeping, and damaged forms of it. */
class ParserFuzzTest {
  private static final int DAMAGED = 1000;
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
