package io.scstream.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Against the examples of the protocol buffers' description of the wire format. */
class ProtoMessageTest {

  private static String hex(ProtoMessage message) {
    return HexFormat.of().formatHex(message.toByteArray());
  }

  @Test
  void numbersAreVarints() {
    assertThat(hex(new ProtoMessage().number(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtoMessage().number(1, 0))).isEqualTo("0800");
    assertThat(hex(new ProtoMessage().number(20, 1))).isEqualTo("a00101");
    assertThat(hex(new ProtoMessage().number(2, Long.MAX_VALUE))).isEqualTo("10ffffffffffffffff7f");
  }

  @Test
  void textsAndMessagesHaveALength() {
    assertThat(hex(new ProtoMessage().text(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtoMessage().message(3, new ProtoMessage().number(1, 150))))
        .isEqualTo("1a03089601");
    assertThat(hex(new ProtoMessage().append(new ProtoMessage().text(1, "")).bytes(2, new byte[1])))
        .isEqualTo("0a00120100");
  }

  @Test
  void floatsAreLittleEndian() {
    assertThat(hex(new ProtoMessage().real(2, 1))).isEqualTo("150000803f");
  }
}
