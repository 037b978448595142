package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.ModelException;
import io.scstream.models.ModelException.Category;
import io.scstream.models.data.Cell;
import io.scstream.models.data.Condition;
import io.scstream.models.data.ConditionBytes;
import io.scstream.models.data.Role;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A canary as a safetensors file: the counts as a sparse matrix by rows, the ids as UTF-8. */
final class CanaryFormat {
  private static final String FORMAT = "format";
  private static final String CANARY_V1 = "scstream-canary-1";

  /** With the groups of target cells; a canary of one group is still written as version 1. */
  private static final String CANARY_V2 = "scstream-canary-2";

  /**
   * With groups and the conditions of cells; a canary of cells without any is written as before.
   */
  private static final String CANARY_V3 = "scstream-canary-3";

  private static final String CONDITIONS = "conditions";
  private static final String CONDITION_STARTS = "condition_starts";
  private static final String BACKGROUND = "background_mean";
  private static final String SALIENT = "salient_mean";
  private static final String COUNTS = "counts";
  private static final String GENES = "genes";
  private static final String ROW_STARTS = "row_starts";
  private static final String LIBRARY_SIZES = "library_sizes";
  private static final String ROLES = "roles";
  private static final String GROUPS = "groups";
  private static final String IDS = "ids";
  private static final String ID_STARTS = "id_starts";

  /** Most cells, and most bytes of a file: both far above what a check needs. */
  static final int MAX_CELLS = 1 << 16;

  static final int MAX_BYTES = 1 << 28;

  private CanaryFormat() {}

  static byte[] write(List<Cell> cells, Canary.Codes codes) {
    int[] rowStarts = starts(cells.stream().mapToInt(Cell::nonZeros).toArray());
    int[] genes = new int[rowStarts[cells.size()]];
    int[] counts = new int[genes.length];
    byte[] roles = new byte[cells.size()];
    double[] librarySizes = new double[cells.size()];
    ByteArrayOutputStream ids = new ByteArrayOutputStream();
    int[] idLengths = new int[cells.size()];
    for (int row = 0; row < cells.size(); row++) {
      Cell cell = cells.get(row);
      for (int i = 0; i < cell.nonZeros(); i++) {
        genes[rowStarts[row] + i] = cell.gene(i);
        counts[rowStarts[row] + i] = cell.count(i);
      }
      roles[row] = (byte) (cell.role() == Role.BACKGROUND ? 0 : 1);
      librarySizes[row] = cell.librarySize();
      byte[] id = cell.id().getBytes(StandardCharsets.UTF_8);
      ids.writeBytes(id);
      idLengths[row] = id.length;
    }
    List<RawTensor> raw = new ArrayList<>();
    raw.add(RawTensor.ofInts(COUNTS, counts));
    raw.add(RawTensor.ofInts(GENES, genes));
    raw.add(RawTensor.ofInts(ROW_STARTS, rowStarts));
    raw.add(RawTensor.ofDoubles(LIBRARY_SIZES, librarySizes));
    raw.add(RawTensor.ofBytes(ROLES, roles));
    raw.add(RawTensor.ofBytes(IDS, ids.toByteArray()));
    raw.add(RawTensor.ofInts(ID_STARTS, starts(idLengths)));
    return write(raw, cells, codes);
  }

  private static byte[] write(List<RawTensor> raw, List<Cell> cells, Canary.Codes codes) {
    int[] groups = cells.stream().mapToInt(Cell::group).toArray();
    boolean areSeveral = Arrays.stream(groups).anyMatch(group -> group > 0);
    boolean areLabelled =
        cells.stream().anyMatch(cell -> !cell.condition().equals(Condition.UNKNOWN));
    if (areSeveral || areLabelled) {
      raw.add(RawTensor.ofInts(GROUPS, groups));
    }
    if (areLabelled) {
      addConditions(raw, cells);
    }
    String format = areLabelled ? CANARY_V3 : areSeveral ? CANARY_V2 : CANARY_V1;
    return new Safetensors(
            new TreeMap<>(Map.of(FORMAT, format)),
            List.of(
                matrix(BACKGROUND, codes.background(), cells.size()),
                matrix(SALIENT, codes.salient(), cells.size())),
            raw)
        .write();
  }

  private static void addConditions(List<RawTensor> raw, List<Cell> cells) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int[] lengths = new int[cells.size()];
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (int row = 0; row < lengths.length; row++) {
        int before = bytes.size();
        ConditionBytes.write(cells.get(row).condition(), out);
        out.flush();
        lengths[row] = bytes.size() - before;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    raw.add(RawTensor.ofBytes(CONDITIONS, bytes.toByteArray()));
    raw.add(RawTensor.ofInts(CONDITION_STARTS, starts(lengths)));
  }

  private static NamedTensor matrix(String name, float[] values, int rows) {
    return NamedTensor.owning(name, new long[] {rows, values.length / rows}, values);
  }

  private static int[] starts(int[] lengths) {
    int[] starts = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      starts[i + 1] = Math.addExact(starts[i], lengths[i]);
    }
    return starts;
  }

  static Canary read(byte[] bytes) {
    checkInput(
        bytes.length <= MAX_BYTES,
        "Invalid canary: %d bytes; expected at most %d",
        bytes.length,
        MAX_BYTES);
    Safetensors file = Safetensors.readMixed(bytes);
    String format = file.metadata().getOrDefault(FORMAT, "none");
    checkInput(
        List.of(CANARY_V1, CANARY_V2, CANARY_V3).contains(format),
        "Invalid format of canary: %s; expected %s, %s or %s",
        format,
        CANARY_V1,
        CANARY_V2,
        CANARY_V3);
    Map<String, RawTensor> raw =
        file.raw().stream().collect(Collectors.toMap(RawTensor::name, Function.identity()));
    byte[] roles = named(raw, ROLES).asBytes();
    checkInput(
        roles.length >= 1 && roles.length <= MAX_CELLS,
        "Invalid canary: %d cells; expected 1 to %d",
        roles.length,
        MAX_CELLS);
    Map<String, NamedTensor> codes =
        file.tensors().stream().collect(Collectors.toMap(NamedTensor::name, Function.identity()));
    float[] salient = codes(named(codes, SALIENT), roles.length);
    return new Canary(
        switch (format) {
          case CANARY_V1 -> cells(raw, roles);
          case CANARY_V2 -> grouped(cells(raw, roles), raw, salient.length / roles.length);
          default -> labelled(grouped(cells(raw, roles), raw, salient.length / roles.length), raw);
        },
        new Canary.Codes(codes(named(codes, BACKGROUND), roles.length), salient));
  }

  /** Cells in their groups, each of which has one salient dimension or more. */
  private static List<Cell> grouped(List<Cell> cells, Map<String, RawTensor> raw, int salient) {
    int[] groups = named(raw, GROUPS).asInts();
    checkInput(
        groups.length == cells.size(),
        "Invalid canary: %d groups; expected %d",
        groups.length,
        cells.size());
    List<Cell> grouped = new ArrayList<>();
    for (int row = 0; row < groups.length; row++) {
      checkInput(
          groups[row] < salient,
          "Invalid group in canary: %d; expected a number below %d, the salient dimensions",
          groups[row],
          salient);
      grouped.add(cells.get(row).inGroup(groups[row]));
    }
    return grouped;
  }

  private static List<Cell> labelled(List<Cell> cells, Map<String, RawTensor> raw) {
    byte[] bytes = named(raw, CONDITIONS).asBytes();
    int[] starts = starts(named(raw, CONDITION_STARTS), cells.size(), bytes.length);
    List<Cell> labelled = new ArrayList<>();
    for (int row = 0; row < cells.size(); row++) {
      byte[] own = Arrays.copyOfRange(bytes, starts[row], starts[row + 1]);
      try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(own))) {
        labelled.add(cells.get(row).under(ConditionBytes.read(in)));
        checkInput(in.read() < 0, "Invalid condition of cell %d in canary: too long", row);
      } catch (IOException e) {
        throw new ModelException(
            Category.BAD_INPUT,
            "Invalid condition of cell " + row + " in canary; expected covariates and treatments",
            e);
      }
    }
    return labelled;
  }

  private static List<Cell> cells(Map<String, RawTensor> raw, byte[] roles) {
    int[] genes = named(raw, GENES).asInts();
    int[] counts = named(raw, COUNTS).asInts();
    checkInput(
        genes.length == counts.length,
        "Invalid canary: %d genes and %d counts; expected as many counts as genes",
        genes.length,
        counts.length);
    int[] rowStarts = starts(named(raw, ROW_STARTS), roles.length, genes.length);
    byte[] ids = named(raw, IDS).asBytes();
    int[] idStarts = starts(named(raw, ID_STARTS), roles.length, ids.length);
    double[] librarySizes = named(raw, LIBRARY_SIZES).asDoubles();
    checkInput(
        librarySizes.length == roles.length,
        "Invalid canary: %d library sizes; expected %d",
        librarySizes.length,
        roles.length);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < roles.length; row++) {
      int from = rowStarts[row];
      int to = rowStarts[row + 1];
      checkInput(roles[row] == 0 || roles[row] == 1, "Invalid role in canary: %d", roles[row]);
      cells.add(
          Cell.of(
              new String(
                  ids, idStarts[row], idStarts[row + 1] - idStarts[row], StandardCharsets.UTF_8),
              roles[row] == 0 ? Role.BACKGROUND : Role.TARGET,
              librarySizes[row],
              Arrays.copyOfRange(genes, from, to),
              Arrays.copyOfRange(counts, from, to)));
    }
    return cells;
  }

  private static int[] starts(RawTensor tensor, int rows, int end) {
    int[] starts = tensor.asInts();
    boolean holds = starts.length == rows + 1 && starts[0] == 0 && starts[rows] == end;
    for (int row = 0; holds && row < rows; row++) {
      holds = starts[row] <= starts[row + 1];
    }
    checkInput(
        holds,
        "Invalid %s in canary; expected %d rising values from 0 to %d",
        tensor.name(),
        rows + 1,
        end);
    return starts;
  }

  private static float[] codes(NamedTensor tensor, int rows) {
    long[] shape = tensor.shape();
    checkInput(
        shape.length == 2 && shape[0] == rows && shape[1] >= 1,
        "Invalid shape of %s in canary: %s; expected %d rows",
        tensor.name(),
        Arrays.toString(shape),
        rows);
    return tensor.shared();
  }

  private static <T> T named(Map<String, T> tensors, String name) {
    T tensor = tensors.get(name);
    if (tensor == null) {
      throw new ModelException(
          Category.BAD_INPUT, "Invalid canary: no tensor " + name + "; expected it in the header");
    }
    return tensor;
  }
}
