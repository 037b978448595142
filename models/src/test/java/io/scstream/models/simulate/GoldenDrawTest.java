package io.scstream.models.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published recovery figures rest on these very cells. */
class GoldenDrawTest {

  private static final int CELLS = 100;

  @ParameterizedTest
  @CsvSource({
    "0, train, BACKGROUND, e71c059192d3162d",
    "0, train, TARGET, 1d02718ac190198d",
    "1, test, BACKGROUND, 3e9d2877aaf7904a",
    "1, test, TARGET, 3a3214ce8c8cc9e5"
  })
  void aSeedGivesTheSameCellsForever(long seed, String name, Role role, String digest)
      throws IOException, NoSuchAlgorithmException {
    Draw draw = Recipe.R_SMALL_POISSON.simulate(seed).draw(name, role, CELLS);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int row = 0; row < CELLS; row++) {
      Cell cell = draw.cells().get(row);
      out.writeUTF(cell.id());
      out.writeByte(cell.role() == Role.BACKGROUND ? 0 : 1);
      out.writeDouble(cell.librarySize());
      for (int i = 0; i < cell.nonZeros(); i++) {
        out.writeInt(cell.gene(i));
        out.writeInt(cell.count(i));
      }
      for (float code : draw.background(row)) {
        out.writeFloat(code);
      }
      for (float code : draw.salient(row)) {
        out.writeFloat(code);
      }
    }
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
    assertThat(HexFormat.of().formatHex(hash, 0, 8)).isEqualTo(digest);
  }
}
