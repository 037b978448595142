package io.scstream.serve.points;

import io.scstream.schema.EmbeddingRecord;
import io.scstream.schema.Treatment;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The newest code of each of the last cells of a model, as points in a plane for each block. A cell
 * has a slot; a new one takes the slot of the cell that came first once all are in use. Codes of an
 * older gauge than the newest cannot be compared with it and are forgotten.
 */
public final class PointWindow {
  /** Rows of a frame at most. */
  static final int ROWS = 65_536;

  private static final int FIRST = 1024;
  private static final int SAMPLE = 2048;
  private static final String COVARIATE = "covariate.";
  private static final String EVERY_COVARIATE = COVARIATE + "*";
  private static final int LOOKED_AT = 8; // Slots for each of the sample.
  private static final int COVARIATES = 16;

  private final String lineage;
  private final String epoch;
  private final int capacity;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Column> columns = new LinkedHashMap<>();
  private final List<Block> blocks = new ArrayList<>();
  private final SlotColumn slotColumn = new SlotColumn();
  private final CountColumn versions = new CountColumn("version", Column.Type.U32);
  private final CountColumn heldOut = new CountColumn("held_out", Column.Type.U8);
  private final FloatColumn librarySize = new FloatColumn("library_size", 1);
  private FitSchedule schedule;
  private @Nullable String[] ids = new @Nullable String[0];
  private long[] changed = new long[0];
  private int used;
  private int next;
  private long sequence;
  private int view;
  private long gauge = Long.MIN_VALUE;
  private long newest;

  PointWindow(String lineage, String epoch, int capacity) {
    this.lineage = lineage;
    this.epoch = epoch;
    this.capacity = capacity;
    this.schedule = new FitSchedule(capacity);
    List.of(slotColumn, versions, heldOut, librarySize).forEach(this::keep);
  }

  private void keep(Column column) {
    column.grow(ids.length);
    columns.put(column.name(), column);
  }

  /** Takes embeddings of this model in. */
  synchronized void add(List<EmbeddingRecord> records) {
    for (EmbeddingRecord record : records) {
      if (record.getGauge() > gauge || !fits(record)) {
        forget(record);
      }
      if (record.getGauge() == gauge) {
        add(record);
      }
    }
    fitIfDue();
  }

  private boolean fits(EmbeddingRecord record) {
    return record.getGauge() < gauge
        || (blocks.get(0).width() == record.getBackgroundMean().size()
            && blocks.get(1).width() == record.getSalientMean().size());
  }

  /** Begins anew with the gauge of this record. */
  private void forget(EmbeddingRecord record) {
    gauge = record.getGauge();
    blocks.forEach(block -> block.columns().forEach(column -> columns.remove(column.name())));
    blocks.clear();
    blocks.add(new Block("background", record.getBackgroundMean().size()));
    blocks.add(new Block("salient", record.getSalientMean().size()));
    columns.values().forEach(Column::clear);
    blocks.forEach(block -> block.columns().forEach(this::keep));
    slots.clear();
    Arrays.fill(ids, null);
    schedule = new FitSchedule(capacity);
    used = 0;
    next = 0;
    newest = 0;
    view++;
  }

  private void add(EmbeddingRecord record) {
    String id = record.getDataset() + "|" + record.getCellId();
    Integer known = slots.get(id);
    if (known != null && versions.get(known) > record.getVersion()) {
      return; // A repetition of what an older version said.
    }
    int slot = known == null ? take(id) : known;
    changed[slot] = ++sequence;
    newest = Math.max(newest, record.getVersion());
    versions.set(slot, record.getVersion());
    heldOut.set(slot, record.getHeldOut() ? 1 : 0);
    librarySize.numbers()[slot] = (float) record.getLibrarySize();
    blocks.get(0).set(slot, record.getBackgroundMean());
    blocks.get(1).set(slot, record.getSalientMean());
    word("role", slot, record.getRole().name().toLowerCase(Locale.ROOT));
    word("batch", slot, record.getBatch());
    word("dataset", slot, record.getDataset());
    word("treatment", slot, treatments(record));
    word("donor", slot, record.getDonor() == null ? "" : record.getDonor());
    covariates(slot, record.getCovariates());
  }

  private static String treatments(EmbeddingRecord record) {
    return record.getTreatments().stream().map(Treatment::getName).collect(Collectors.joining("+"));
  }

  private void covariates(int slot, Map<String, String> covariates) {
    for (Map.Entry<String, String> covariate : covariates.entrySet()) {
      String name = COVARIATE + covariate.getKey();
      if (columns.containsKey(name) || coveredCovariates() < COVARIATES) {
        word(name, slot, covariate.getValue());
      }
    }
  }

  private long coveredCovariates() {
    return covariateNames().count();
  }

  private void word(String name, int slot, String word) {
    if (!columns.containsKey(name)) {
      keep(new WordColumn(name));
    }
    if (columns.get(name) instanceof WordColumn column) {
      column.set(slot, word);
    }
  }

  /** A slot for a cell that is new. */
  private int take(String id) {
    int slot = next;
    if (slot == ids.length) {
      grow();
    }
    String before = ids[slot];
    if (before != null) {
      slots.remove(before);
    }
    ids[slot] = id;
    slots.put(id, slot);
    used = Math.max(used, slot + 1);
    next = (next + 1) % capacity;
    return slot;
  }

  private void grow() {
    int room = (int) Math.min(capacity, Math.max(FIRST, 2L * ids.length));
    ids = Arrays.copyOf(ids, room);
    changed = Arrays.copyOf(changed, room);
    columns.values().forEach(column -> column.grow(room));
  }

  private void fitIfDue() {
    int[] ofNewest = sample(true);
    if (schedule.isDue(used, newest, ofNewest.length, sequence)) {
      int[] sample = ofNewest.length >= FitSchedule.ENOUGH ? ofNewest : sample(false);
      blocks.forEach(block -> block.fit(sample, used));
      schedule.fitted(used, newest, sequence);
      view++;
    }
  }

  /** Slots spread over the window, of the newest version only or of any. */
  private int[] sample(boolean isNewest) {
    int step = Math.max(1, used / (LOOKED_AT * SAMPLE));
    int[] found = new int[used / step + 1];
    int size = 0;
    for (int slot = 0; slot < used; slot += step) {
      if (!isNewest || versions.get(slot) == newest) {
        found[size++] = slot;
      }
    }
    int[] sample = new int[Math.min(SAMPLE, size)];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = found[(int) ((long) i * size / sample.length)];
    }
    return sample;
  }

  /** Where the window stands. */
  public synchronized Cursor cursor() {
    return new Cursor(epoch, view, sequence);
  }

  /** How many cells it holds. */
  public synchronized int size() {
    return used;
  }

  /** The newest version of which it holds a code. */
  public synchronized long newest() {
    return newest;
  }

  /** The cells in slots, {@code DATASET|CELL}; null for a slot that is empty or not there. */
  public synchronized List<@Nullable String> cells(List<Integer> wanted) {
    List<@Nullable String> cells = new ArrayList<>(wanted.size());
    for (int slot : wanted) {
      cells.add(slot >= 0 && slot < used ? ids[slot] : null);
    }
    return cells;
  }

  /** Writes all points, or those that changed since, as frames. */
  public void write(OutputStream out, Optional<Cursor> since, List<String> wanted)
      throws IOException {
    Cursor now = cursor();
    boolean isWhole = since.isEmpty() || !since.get().isOfSameView(now);
    long after = isWhole ? 0 : since.get().sequence();
    int slot = 0;
    boolean isLast = false;
    while (!isLast) {
      Frame frame = frame(now, new Part(isWhole && slot == 0, after, slot), wanted);
      out.write(frame.bytes().array());
      slot = frame.next();
      isLast = frame.isLast();
    }
    out.flush();
  }

  /** What of the window is to be in a frame: changes after this one, from this slot on. */
  private record Part(boolean isReset, long after, int from) {}

  private Stream<String> covariateNames() {
    return columns.keySet().stream().filter(name -> name.startsWith(COVARIATE));
  }

  /** A word for every covariate stands for those that the window has. */
  private List<String> expanded(List<String> wanted) {
    return wanted.stream()
        .flatMap(name -> name.equals(EVERY_COVARIATE) ? covariateNames() : Stream.of(name))
        .toList();
  }

  private synchronized Frame frame(Cursor now, Part part, List<String> wanted) {
    int[] rows = new int[Math.min(ROWS, used)];
    int size = 0;
    int slot = part.from;
    while (slot < used && size < rows.length) {
      if (changed[slot] > part.after) {
        rows[size++] = slot;
      }
      slot++;
    }
    List<Column> content = new ArrayList<>(List.of(slotColumn));
    for (String name : expanded(wanted)) {
      Column column = columns.get(name);
      if (column != null && !content.contains(column)) {
        content.add(column);
      }
    }
    boolean isLast = slot >= used;
    FrameHeader header =
        new FrameHeader(
            lineage,
            now.toString(),
            part.isReset,
            now.view(),
            size,
            used,
            capacity,
            isLast,
            FrameHeader.places(content, size));
    return new Frame(header.frame(content, rows), slot, isLast);
  }
}
