package io.scstream.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of {@link EncoderGraph}, run by ONNX Runtime on one thread. Owns native memory. */
public final class OnnxEncoder implements AutoCloseable {
  private final OrtSession session;
  private final int genes;

  private OnnxEncoder(OrtSession session, int genes) {
    this.session = session;
    this.genes = genes;
  }

  /**
   * Loads a file.
   *
   * @throws ModelException if it cannot be loaded, or the runtime not on this machine
   */
  public static OnnxEncoder open(byte[] graph, int genes) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new OnnxEncoder(environment().createSession(graph, options), genes);
    } catch (OrtException | LinkageError e) {
      throw failure("load", e);
    }
  }

  private static OrtEnvironment environment() {
    return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "scstream");
  }

  /** Codes of cells by output, [cells, d]. */
  Map<String, float[][]> run(List<Cell> cells) {
    Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
    try {
      OrtEnvironment environment = environment();
      inputs.put(
          EncoderGraph.COUNTS,
          OnnxTensor.createTensor(environment, counts(cells), new long[] {cells.size(), genes}));
      inputs.put(
          EncoderGraph.LIBRARY_SIZE,
          OnnxTensor.createTensor(environment, sizes(cells), new long[] {cells.size()}));
      if (session.getInputNames().contains(EncoderGraph.GROUP)) {
        inputs.put(
            EncoderGraph.GROUP,
            OnnxTensor.createTensor(environment, groups(cells), new long[] {cells.size()}));
      }
      return run(inputs);
    } catch (OrtException e) {
      throw failure("run", e);
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private Map<String, float[][]> run(Map<String, OnnxTensor> inputs) throws OrtException {
    Map<String, float[][]> codes = new LinkedHashMap<>();
    try (OrtSession.Result result = session.run(inputs)) {
      for (var output : result) {
        codes.put(output.getKey(), (float[][]) output.getValue().getValue());
      }
    }
    return codes;
  }

  private FloatBuffer counts(List<Cell> cells) {
    FloatBuffer counts = floats(Math.multiplyExact(cells.size(), genes));
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      for (int entry = 0; entry < cell.nonZeros(); entry++) {
        counts.put(row * genes + cell.gene(entry), cell.count(entry));
      }
    }
    return counts;
  }

  private static FloatBuffer sizes(List<Cell> cells) {
    FloatBuffer sizes = floats(cells.size());
    cells.forEach(cell -> sizes.put((float) cell.librarySize()));
    return sizes.rewind();
  }

  private static LongBuffer groups(List<Cell> cells) {
    LongBuffer groups = direct(cells.size(), Long.BYTES).asLongBuffer();
    cells.forEach(cell -> groups.put(cell.role() == Role.BACKGROUND ? -1 : cell.group()));
    return groups.rewind();
  }

  private static FloatBuffer floats(int size) {
    return direct(size, Float.BYTES).asFloatBuffer();
  }

  private static ByteBuffer direct(int size, int bytes) {
    return ByteBuffer.allocateDirect(Math.multiplyExact(size, bytes))
        .order(ByteOrder.nativeOrder());
  }

  private static ModelException failure(String action, Throwable cause) {
    return new ModelException(
        Category.BAD_INPUT, "Cannot " + action + " the exported encoder: " + cause, cause);
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw failure("close", e);
    }
  }
}
