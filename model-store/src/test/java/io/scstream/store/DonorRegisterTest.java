package io.scstream.store;

import static io.scstream.store.StoreAssertions.assertFails;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.store.StoreException.Category;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class DonorRegisterTest {

  @Test
  void knowsExactlyWhomItSawUpToItsBound() {
    DonorRegister register = new DonorRegister();
    for (int donor = 0; donor < DonorRegister.EXACT_DONORS; donor++) {
      assertThat(register.add("D" + donor)).isTrue();
    }
    assertThat(register.add("D7")).isFalse();

    assertThat(register.mayHaveSeen("D0")).isTrue();
    assertThat(register.mayHaveSeen("D" + DonorRegister.EXACT_DONORS)).isFalse();
    assertThat(register.toBytes()).hasSize(11 + 8 * DonorRegister.EXACT_DONORS);
  }

  @Test
  void beyondItsBoundItForgetsNobodyAndTakesFewStrangersForSeen() {
    DonorRegister register = new DonorRegister();
    for (int donor = 0; donor < 100_000; donor++) {
      register.add("D" + donor);
    }

    DonorRegister read = DonorRegister.fromBytes(register.toBytes());
    int strangers = 0;
    for (int donor = 0; donor < 100_000; donor++) {
      assertThat(read.mayHaveSeen("D" + donor)).isTrue();
      strangers += read.mayHaveSeen("E" + donor) ? 1 : 0;
    }

    assertThat(register.toBytes()).hasSize(11 + (1 << 17));
    // (1 - exp(-7 * 100,000 / 2^20))^7 is 0.0073: 730 of 100,000, give or take 27.
    assertThat(strangers).isBetween(550, 950);
  }

  @Test
  void theOrderOfDonorsDoesNotMatter() {
    DonorRegister one = new DonorRegister();
    DonorRegister other = new DonorRegister();
    one.add("a");
    one.add("b");
    other.add("b");
    other.add("a");

    assertThat(one).isEqualTo(other);
    assertThat(DonorRegister.fromBytes(one.toBytes())).isEqualTo(one);
    other.addUnnamed();
    assertThat(one).isNotEqualTo(other);
    assertThat(DonorRegister.fromBytes(other.toBytes()).mayHaveSeen("c")).isTrue();
  }

  @Test
  void theBytesAreThoseOfTheFirstFormat() {
    DonorRegister register = new DonorRegister();
    register.add("D1");
    register.addUnnamed();

    assertThat(HexFormat.of().formatHex(register.toBytes()))
        .isEqualTo(
            "53434452"
                + "01"
                + "01"
                + "00"
                + "00000001"
                + Sha256.hex("D1".getBytes(UTF_8)).substring(0, 16));
  }

  @Test
  void whatTwoHaveSeenIsSeenByBoth() {
    DonorRegister few = new DonorRegister();
    few.add("few");
    DonorRegister many = new DonorRegister();
    for (int donor = 0; donor <= DonorRegister.EXACT_DONORS; donor++) {
      many.add("D" + donor);
    }
    DonorRegister expected = DonorRegister.fromBytes(many.toBytes());
    expected.add("few");

    few.addAll(many);

    assertThat(few).isEqualTo(expected);
    assertThat(few.mayHaveSeen("D9")).isTrue();
    many.addAll(new DonorRegister());
    assertThat(many).isNotEqualTo(expected);
  }

  @Test
  void otherBytesAreRefused() {
    DonorRegister register = new DonorRegister();
    register.add("D1");
    register.add("D2");
    byte[] bytes = register.toBytes();

    assertRefused(new byte[0], "no such file");
    assertRefused(Arrays.copyOf(bytes, bytes.length - 1), "2 donors in 15 bytes");
    assertRefused(with(bytes, 4, 9), "format 9");
    assertRefused(with(bytes, 5, 2), "flag 2");
    assertRefused(with(bytes, 6, 1), "a filter of 2 bytes");
    assertRefused(with(bytes, 7, 0x7f), "donors in 16 bytes");
    assertRefused(with(with(bytes, 11, 0x7f), 19, 0x7e), "prints out of order");
  }

  private static byte[] with(byte[] bytes, int place, int value) {
    byte[] other = bytes.clone();
    other[place] = (byte) value;
    return other;
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertFails(Category.CORRUPT, () -> DonorRegister.fromBytes(bytes), message);
  }
}
