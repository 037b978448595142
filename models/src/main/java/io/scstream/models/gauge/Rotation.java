package io.scstream.models.gauge;

import static io.scstream.models.ModelException.checkInput;

import java.util.Arrays;
import java.util.List;
import org.ejml.simple.SimpleMatrix;

/**
 * An orthogonal map W of a latent space, reflections included: a code, taken as a row, becomes x W.
 * Holds float32, so that what is written and read again is the same map. Immutable.
 */
public final class Rotation {

  /** How far WᵀW may be from the identity in a map that is read. */
  private static final double TOLERANCE = 1e-4;

  private final int size;
  private final float[] matrix;

  private Rotation(int size, float[] matrix) {
    this.size = size;
    this.matrix = matrix;
  }

  /** The map that changes nothing. */
  public static Rotation identity(int size) {
    checkInput(size >= 1, "Invalid size: %d; expected 1 or more", size);
    return of(SimpleMatrix.identity(size));
  }

  /**
   * Of a matrix, row by row.
   *
   * @throws io.scstream.models.ModelException if it is not [size, size] or not orthogonal
   */
  public static Rotation of(int size, float[] matrix) {
    checkInput(
        size >= 1 && matrix.length == size * size,
        "Invalid rotation: %d numbers; expected %d squared",
        matrix.length,
        size);
    Rotation rotation = new Rotation(size, matrix.clone());
    checkInput(
        rotation.isOrthogonal(TOLERANCE), "Invalid rotation: it stretches; expected WᵀW = 1");
    return rotation;
  }

  /** Rotations of spaces side by side as one of all of them. */
  static Rotation ofBlocks(List<Rotation> blocks) {
    int size = blocks.stream().mapToInt(Rotation::size).sum();
    float[] matrix = new float[size * size];
    int from = 0;
    for (Rotation block : blocks) {
      for (int row = 0; row < block.size; row++) {
        System.arraycopy(
            block.matrix, row * block.size, matrix, (from + row) * size + from, block.size);
      }
      from += block.size;
    }
    return new Rotation(size, matrix);
  }

  /** Of a rotation of so many spaces side by side that of one of them. */
  Rotation block(int number, int count) {
    int part = size / count;
    return part(number * part, part);
  }

  /** Of a rotation of spaces side by side that of one which begins here and has this size. */
  Rotation part(int from, int part) {
    float[] values = new float[part * part];
    for (int row = 0; row < part; row++) {
      System.arraycopy(matrix, (from + row) * size + from, values, row * part, part);
    }
    return Rotation.of(part, values);
  }

  static Rotation of(SimpleMatrix matrix) {
    int size = matrix.getNumCols();
    float[] values = new float[size * size];
    for (int i = 0; i < values.length; i++) {
      // Plus 0, since −0 would equal 0 but not be the same.
      values[i] = (float) matrix.get(i / size, i % size) + 0f;
    }
    return new Rotation(size, values);
  }

  /** Dimensions of the space. */
  public int size() {
    return size;
  }

  /** A copy, row by row, [size × size]. */
  public float[] toArray() {
    return matrix.clone();
  }

  /** The code x W of a posterior mean x. */
  public float[] apply(float[] mean) {
    checkSize(mean);
    float[] turned = new float[size];
    for (int j = 0; j < size; j++) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += (double) mean[i] * matrix[i * size + j];
      }
      turned[j] = (float) sum;
    }
    return turned;
  }

  /**
   * The logarithms of the diagonal of Wᵀ V W for a diagonal V: of the marginal variances of the
   * turned coordinates. A turned posterior is in general correlated; what lies off the diagonal is
   * left out.
   *
   * @param logVariances of V, of any size: they are never exponentiated alone
   */
  public float[] marginalLogVariances(float[] logVariances) {
    checkSize(logVariances);
    float[] turned = new float[size];
    double[] terms = new double[size];
    for (int j = 0; j < size; j++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        terms[i] = logVariances[i] + 2 * Math.log(Math.abs(matrix[i * size + j]));
        largest = Math.max(largest, terms[i]);
      }
      double sum = 0;
      for (double term : terms) {
        sum += Math.exp(term - largest);
      }
      turned[j] = (float) (largest + Math.log(sum));
    }
    return turned;
  }

  /** This map first, then the next. */
  public Rotation andThen(Rotation next) {
    checkInput(
        next.size == size, "Invalid rotation: of %d dimensions; expected %d", next.size, size);
    return of(dense().mult(next.dense()));
  }

  /** The map back. */
  public Rotation inverse() {
    return of(dense().transpose());
  }

  /** Whether no entry of WᵀW is farther from the identity than so much. */
  public boolean isOrthogonal(double tolerance) {
    SimpleMatrix product = dense().transpose().mult(dense());
    return !product.hasUncountable()
        && product.minus(SimpleMatrix.identity(size)).elementMaxAbs() <= tolerance;
  }

  /** In double, so that products are exact before they are rounded once. */
  SimpleMatrix dense() {
    SimpleMatrix dense = new SimpleMatrix(size, size);
    for (int i = 0; i < matrix.length; i++) {
      dense.set(i / size, i % size, matrix[i]);
    }
    return dense;
  }

  private void checkSize(float[] values) {
    checkInput(
        values.length == size, "Invalid code: %d coordinates; expected %d", values.length, size);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rotation rotation
        && size == rotation.size
        && Arrays.equals(matrix, rotation.matrix);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(matrix);
  }

  @Override
  public String toString() {
    return "Rotation" + Arrays.toString(matrix);
  }
}
