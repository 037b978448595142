package io.scstream.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;

/** Opens a file, reads it to the end, and expects one refusal on the way. */
final class Refusal {
  private Refusal() {}

  static void of(
      Path path, ReadOptions options, MatrixException.Category category, String message) {
    assertThatThrownBy(() -> readAll(path, options))
        .isInstanceOfSatisfying(
            MatrixException.class,
            refusal -> {
              assertThat(refusal.getMessage()).isEqualTo(message);
              assertThat(refusal.category()).isEqualTo(category);
            });
  }

  static void ofBadInput(Path path, ReadOptions options, String problem) {
    of(path, options, MatrixException.Category.BAD_INPUT, path + ": invalid " + problem);
  }

  static void ofBadInput(Path path, String problem) {
    ofBadInput(path, ReadOptions.defaults(), problem);
  }

  static void ofUnsupported(Path path, String problem) {
    of(
        path,
        ReadOptions.defaults(),
        MatrixException.Category.UNSUPPORTED,
        path + ": unsupported " + problem);
  }

  static void readAll(Path path, ReadOptions options) {
    try (CountMatrix matrix = CountMatrices.open(path, options);
        Rows rows = matrix.rows()) {
      rows.forEachRemaining(block -> {});
    }
  }
}
