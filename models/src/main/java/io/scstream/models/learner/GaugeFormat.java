package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.gauge.Gauge;
import io.scstream.models.gauge.Rotation;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A gauge as a safetensors file: two matrices W, [d, d], and the number in the metadata. A
 * published code is the raw one, as a row, times W.
 */
public final class GaugeFormat {
  private static final String FORMAT = "format";
  private static final String GAUGE_V1 = "scstream-gauge-1";
  private static final String NUMBER = "gauge";
  private static final String BACKGROUND = "background_rotation";
  private static final String SALIENT = "salient_rotation";

  private GaugeFormat() {}

  /** Equal gauges give equal bytes. */
  public static byte[] write(Gauge gauge) {
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put(FORMAT, GAUGE_V1);
    metadata.put(NUMBER, Long.toString(gauge.number()));
    return new Safetensors(
            metadata,
            List.of(matrix(BACKGROUND, gauge.background()), matrix(SALIENT, gauge.salient())))
        .write();
  }

  private static NamedTensor matrix(String name, Rotation rotation) {
    long[] shape = {rotation.size(), rotation.size()};
    return NamedTensor.owning(name, shape, rotation.toArray());
  }

  /**
   * What {@link #write} wrote.
   *
   * @throws io.scstream.models.ModelException if the bytes are anything else
   */
  public static Gauge read(byte[] bytes) {
    Safetensors file = Safetensors.read(bytes);
    String format = file.metadata().getOrDefault(FORMAT, "none");
    checkInput(
        format.equals(GAUGE_V1), "Invalid format of gauge: %s; expected %s", format, GAUGE_V1);
    Map<String, NamedTensor> tensors =
        file.tensors().stream().collect(Collectors.toMap(NamedTensor::name, Function.identity()));
    return new Gauge(
        number(file.metadata().getOrDefault(NUMBER, "none")),
        rotation(tensors, BACKGROUND),
        rotation(tensors, SALIENT));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new ModelException(
          Category.BAD_INPUT, "Invalid number of gauge: " + text + "; expected a whole number", e);
    }
  }

  private static Rotation rotation(Map<String, NamedTensor> tensors, String name) {
    NamedTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(
          Category.BAD_INPUT, "Invalid gauge: no tensor " + name + "; expected it in the header");
    }
    long[] shape = tensor.shape();
    checkInput(
        shape.length == 2 && shape[0] == shape[1],
        "Invalid shape of %s in gauge: %s; expected a square matrix",
        name,
        Arrays.toString(shape));
    return Rotation.of((int) shape[0], tensor.shared());
  }
}
