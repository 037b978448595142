package io.scstream.models.drift.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.scstream.models.random.CounterRandom;
import java.util.List;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class LeadingDirectionsTest {

  /** Around (3, 4)/5 and across it. */
  @Test
  void ofTwoDimensions() {
    SimpleMatrix matrix =
        new SimpleMatrix(new double[][] {{0.36 * 9 + 0.64, 0.48 * 8}, {0.48 * 8, 0.64 * 9 + 0.36}});
    List<LeadingDirections.Direction> found = LeadingDirections.of(matrix, 5);
    assertThat(found).hasSize(2);
    assertThat(found.get(0).value()).isCloseTo(9, within(1e-9));
    assertThat(found.get(1).value()).isCloseTo(1, within(1e-9));
    SimpleMatrix first = found.get(0).vector();
    assertThat(Math.abs(0.6 * first.get(0) + 0.8 * first.get(1))).isCloseTo(1, within(1e-9));
  }

  /** Many more rows than what they are made of, which decompositions of the whole fail on. */
  @Test
  void ofAMatrixWithFewDimensions() {
    CounterRandom random = CounterRandom.of(1, 0, "directions");
    SimpleMatrix rows = new SimpleMatrix(300, 6);
    for (int i = 0; i < 300; i++) {
      for (int j = 0; j < 6; j++) {
        rows.set(i, j, random.nextGaussian());
      }
    }
    SimpleMatrix gram = rows.mult(rows.transpose());
    List<LeadingDirections.Direction> found = LeadingDirections.of(gram, 20);
    assertThat(found).hasSize(6);
    double trace = found.stream().mapToDouble(LeadingDirections.Direction::value).sum();
    assertThat(trace).isCloseTo(gram.trace(), within(1e-6 * gram.trace()));
    for (int i = 0; i < found.size(); i++) {
      SimpleMatrix one = found.get(i).vector();
      SimpleMatrix moved = gram.mult(one).minus(one.scale(found.get(i).value()));
      assertThat(moved.normF()).isLessThan(1e-3 * found.get(i).value());
      for (int j = 0; j < found.size(); j++) {
        assertThat(one.dot(found.get(j).vector())).isCloseTo(i == j ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void nothingVaries() {
    assertThat(LeadingDirections.of(new SimpleMatrix(4, 4), 2)).isEmpty();
  }
}
