package io.scstream.models.learner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.scstream.models.ModelException;
import io.scstream.models.device.EngineThreads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  private static final Safetensors EXAMPLE =
      new Safetensors(
          new TreeMap<>(Map.of("step", "7", "format", "x")),
          List.of(
              NamedTensor.of("b", new long[] {3}, new float[] {1, -2, Float.NaN}),
              NamedTensor.of("a", new long[] {2, 1}, new float[] {0.5f, 1e-30f}),
              NamedTensor.of("c", new long[] {0, 4}, new float[0])));

  @Test
  void readsWhatItWrote() {
    byte[] bytes = EXAMPLE.write();
    Safetensors read = Safetensors.read(bytes);
    assertThat(read.metadata()).isEqualTo(EXAMPLE.metadata());
    assertThat(read.tensors()).extracting(NamedTensor::name).containsExactly("a", "b", "c");
    assertThat(read.tensors().get(1).values()).containsExactly(1, -2, Float.NaN);
    assertThat(read.tensors().get(0).shape()).containsExactly(2, 1);
    assertThat(read.write()).isEqualTo(bytes);
  }

  @Test
  void alignsValues() {
    long header = ByteBuffer.wrap(EXAMPLE.write()).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertThat(header % 8).isZero();
  }

  @Test
  void theEngineReadsIt() throws Exception {
    byte[] bytes = new Safetensors(EXAMPLE.metadata(), EXAMPLE.tensors().subList(0, 2)).write();
    try (NDManager manager = EngineThreads.engine().newBaseManager()) {
      NDList list = NDList.decode(manager, bytes);
      assertThat(list.get("a").toFloatArray()).containsExactly(0.5f, 1e-30f);
      assertThat(list.get("b").toFloatArray()).containsExactly(1, -2, Float.NaN);
      assertThat(list.get("a").getShape().getShape()).containsExactly(2, 1);
    }
  }

  @Test
  void refusesTwoTensorsOfOneName() {
    NamedTensor tensor = NamedTensor.of("a", new long[] {1}, new float[1]);
    assertThatThrownBy(() -> new Safetensors(new TreeMap<>(), List.of(tensor, tensor)))
        .hasMessage("Invalid tensors: two are named a; expected unique names");
  }

  @Test
  void refusesTruncatedBytesWhereverTheyEnd() {
    byte[] bytes = EXAMPLE.write();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Safetensors.read(cut)).isInstanceOf(ModelException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}} | Invalid dtype of tensor a: F16; expected F32
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}} | Invalid offsets of tensor a: 4 to 8; expected a start at 0 and an end up to 8
          {"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}} | Invalid offsets of tensor a: 0 to 12; expected a start at 0 and an end up to 8
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}} | Invalid offsets of tensor a: 8 bytes; expected 4 for shape [1]
          {"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}} | Invalid safetensors: 8 bytes of values; expected 4
          {"a":{"dtype":"F32","shape":[99999999999,99999999999],"data_offsets":[0,8]}} | Invalid shape of tensor a: [99999999999, 99999999999]; expected at most 2 GiB
          {"a":{"dtype":"F32","shape":[2]}} | Invalid safetensors header at character 32: found an incomplete tensor a
          {"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}} | Invalid safetensors header at character 29: found something else than a whole number
          {"a":1} | Invalid safetensors header at character 5: found no '{'
          {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}x | Invalid safetensors header at character 54: found text after the header
          {"__metadata__":{"a":"1","a":"2"}} | Invalid safetensors header at character 32: found a second metadata key a
          """)
  void refusesMalformedHeaders(String header, String message) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(8 + json.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .array();
    assertThatThrownBy(() -> Safetensors.read(bytes))
        .isInstanceOf(ModelException.class)
        .hasMessage(message);
  }

  @Test
  void boundsTheHeaderBeforeReadingIt() {
    byte[] bytes =
        ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(Long.MAX_VALUE).array();
    assertThatThrownBy(() -> Safetensors.read(bytes))
        .hasMessageStartingWith("Invalid safetensors header length: 9223372036854775807");
  }
}
