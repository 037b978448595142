package io.scstream.jobs.state;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.ConditionBytes;
import io.scstream.models.data.Role;
import io.scstream.models.memory.RememberedCell;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * A cell in a memory: about two bytes a count, as most genes are near the last and most counts
 * small. What tells the role is 0 for a background cell and 1 + its group for a target cell: as
 * before there were groups where there is one. A cell with a condition has 2³⁰ more there, and the
 * condition at its end; one without has the bytes that it always had. Cells of real values and of
 * panels are refused. Version 1 knew no donors.
 */
public final class RememberedCellCodec implements Codec<RememberedCell> {
  private static final long serialVersionUID = 1L;
  private static final int CONDITIONED = 1 << 30;

  @Override
  public int version() {
    return 2;
  }

  @Override
  public Class<RememberedCell> type() {
    return RememberedCell.class;
  }

  @Override
  public void write(RememberedCell value, DataOutput out) throws IOException {
    Cell cell = value.cell();
    cell.requireCounts();
    if (cell.panel().isPresent()) { // To forget it would say that what was not measured is 0.
      throw new IllegalStateException(
          "Invalid cell " + cell.id() + ": of a panel; expected one with all genes measured");
    }
    Bytes.writeText(value.stratum(), out);
    Bytes.writeText(cell.id(), out);
    boolean isConditioned = !cell.condition().equals(Condition.UNKNOWN);
    int told = cell.role() == Role.BACKGROUND ? 0 : 1 + cell.group();
    Bytes.writeVarint(isConditioned ? CONDITIONED + told : told, out);
    out.writeDouble(cell.librarySize());
    Bytes.writeVarint(cell.nonZeros(), out);
    int before = -1;
    for (int i = 0; i < cell.nonZeros(); i++) {
      Bytes.writeVarint(cell.gene(i) - before, out);
      Bytes.writeVarint(cell.count(i), out);
      before = cell.gene(i);
    }
    Bytes.writeText(value.donor().orElse(""), out);
    if (isConditioned) {
      ConditionBytes.write(cell.condition(), out);
    }
  }

  @Override
  public RememberedCell read(int version, DataInput in) throws IOException {
    String stratum = Bytes.readText(in);
    String id = Bytes.readText(in);
    int told = Bytes.readVarint(in);
    int kind = told >= CONDITIONED ? told - CONDITIONED : told;
    Role role = kind == 0 ? Role.BACKGROUND : Role.TARGET;
    double librarySize = in.readDouble();
    int[] genes = new int[Bytes.readVarint(in)];
    int[] counts = new int[genes.length];
    int before = -1;
    for (int i = 0; i < genes.length; i++) {
      before += Bytes.readVarint(in);
      genes[i] = before;
      counts[i] = Bytes.readVarint(in);
    }
    Cell cell = Cell.of(id, role, librarySize, genes, counts).inGroup(Math.max(0, kind - 1));
    Optional<String> donor =
        version == 1
            ? Optional.empty()
            : Optional.of(Bytes.readText(in)).filter(it -> !it.isEmpty());
    return new RememberedCell(
        told >= CONDITIONED ? cell.under(ConditionBytes.read(in)) : cell, stratum, donor);
  }
}
