package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsHeaderTest {

  @Test
  void listsTheTensorsAndPassesOverTheMetadata() throws IOException {
    assertThat(read(Fixtures.model(1)).tensors()).isEqualTo(Fixtures.TENSORS);
  }

  @Test
  void tensorsComeInTheOrderOfTheirData() throws IOException {
    byte[] file =
        Fixtures.safetensors(
            """
            {"a":{"dtype":"U8","shape":[2],"data_offsets":[8,10]},
             "empty":{"dtype":"F64","shape":[0,5],"data_offsets":[8,8]},
             "b":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}\s\s\s""",
            new byte[10]);

    assertThat(read(file).tensors())
        .containsExactly(
            new TensorEntry("b", "I64", List.of()),
            new TensorEntry("empty", "F64", List.of(0L, 5L)),
            new TensorEntry("a", "U8", List.of(2L)));
  }

  @Test
  void leavesTheStreamAtTheFirstTensor() throws IOException {
    byte[] file = Fixtures.model(1);
    ByteArrayInputStream in = new ByteArrayInputStream(file);

    SafetensorsHeader.read(in, file.length);

    assertThat(in.readAllBytes()).isEqualTo(Fixtures.floats(9, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|4"
            + "|tensor a has 4 bytes; expected 8 for F32 [2]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|8"
            + "|tensor a begins at 4; expected 0",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}|6"
            + "|tensor b begins at 2; expected 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|8"
            + "|tensors end at 4; expected 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|0"
            + "|tensors end at 4; expected 0",
        "{\"a\":{\"dtype\":\"Q4\",\"shape\":[1],\"data_offsets\":[0,4]}}|4"
            + "|tensor a is of dtype Q4; expected one of [BF16, BOOL",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[-4],\"data_offsets\":[0,4]}}|4"
            + "|tensor a has shape [-4]; expected sizes of at least 0",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}|0"
            + "|tensor a has shape [4294967296, 4294967296]; expected sizes",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0]}}|1"
            + "|data_offsets [0]; expected two numbers",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1],\"x\":1}}|1|a.x",
        "{\"a\":1}|0|a is 1; expected an object",
        "[]|0|expected an object",
        "{\"a\"|0|expected JSON"
      })
  void refusesWhatContradictsItself(String header, int dataBytes, String message) {
    byte[] file = Fixtures.safetensors(header, new byte[dataBytes]);

    assertFails(Category.CORRUPT, () -> read(file), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 9, 40})
  void refusesAFileThatEndsEarly(int bytes) {
    byte[] file = Arrays.copyOf(Fixtures.model(1), bytes);

    assertFails(Category.CORRUPT, () -> read(file), "Invalid safetensors header: ");
  }

  @Test
  void aHugeLengthIsRefusedBeforeMemoryIsSetAside() {
    byte[] file = Fixtures.model(1);
    file[5] = 1;

    assertFails(Category.CORRUPT, () -> read(file), "length 1099511");
    file[7] = (byte) 0x80;
    assertFails(Category.CORRUPT, () -> read(file), "length -");
  }

  private static SafetensorsHeader read(byte[] file) throws IOException {
    return SafetensorsHeader.read(new ByteArrayInputStream(file), file.length);
  }
}
