package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;
import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Batches of cells to which scripted things happen, so that alarms can be scored against the truth.
 * The same settings and events give the same cells. A batch depends on its number and on the events
 * that it carries, on nothing else: batches before an event are those of a stream without it.
 *
 * <pre>{@code
 * EventStream stream = EventStream.of(settings, List.of(Event.parse("shift@50:genes=20")));
 * stream.forEachCell(1, cell -> ...);
 * }</pre>
 *
 * <p>Memory is that of the profiles of states, donors and treatments, and of one cell.
 */
public final class EventStream {

  private final StreamSettings settings;
  private final StreamModel model;
  private final List<Effects> effects;

  private EventStream(StreamSettings settings, List<Effects> effects) {
    this.settings = settings;
    this.model = new StreamModel(settings);
    this.effects = effects;
  }

  /**
   * A stream with these events, in any order.
   *
   * @throws io.scstream.models.ModelException if an event begins after the stream ends, is about
   *     more genes than there are, or is of the kind and first batch of another
   */
  public static EventStream of(StreamSettings settings, List<Event> events) {
    Set<String> names = new HashSet<>();
    for (Event event : events) {
      checkConfig(
          names.add(event.name()),
          "Invalid event %s: %s stands twice; expected one event of a kind from the same batch on",
          event,
          event.name());
    }
    return new EventStream(
        settings,
        events.stream()
            .sorted(Comparator.comparing(Event::kind).thenComparing(Event::first))
            .map(event -> Effects.of(event, settings))
            .toList());
  }

  public StreamSettings settings() {
    return settings;
  }

  /** The events in the order in which they meet a cell. */
  public List<Event> events() {
    return effects.stream().map(Effects::event).toList();
  }

  /**
   * Rising indices of the genes that an event of this stream moves or takes away; empty where it is
   * about all genes. A fresh array.
   */
  public int[] genesOf(Event event) {
    return effects.stream()
        .filter(effect -> effect.event().equals(event))
        .findFirst()
        .map(Effects::genes)
        .orElseThrow(() -> new IllegalArgumentException("No event of this stream: " + event));
  }

  /** The name of a batch, such as {@code batch-0050}. */
  public static String batchName(int batch) {
    return "batch-%04d".formatted(batch);
  }

  /** Names of the genes, in order. */
  public List<String> geneNames() {
    return IntStream.rangeClosed(1, settings.genes()).mapToObj("gene-%05d"::formatted).toList();
  }

  /** Draws the cells of one batch, counted from 1. */
  public void forEachCell(int batch, Consumer<StreamCell> each) {
    checkInput(
        batch >= 1 && batch <= settings.batches(),
        "Invalid batch: %d; expected a whole number from 1 to %d",
        batch,
        settings.batches());
    Batch drawn = new Batch(batch);
    for (int cell = 0; cell < settings.cellsPerBatch(); cell++) {
      each.accept(drawn.cell(cell));
    }
  }

  /** Labels of a cell; treatment is -1 where there is none. */
  private record Labels(int state, int donor, int treatment) {}

  private final class Batch implements Effect.Surroundings {
    private final int number;
    private final double[] shared;
    private final List<Carried> carried;
    private final Supplier<double[]> profile = new Effect.Lazy<>(this::sumProfile);

    Batch(int number) {
      this.number = number;
      this.shared = model.shared(number);
      this.carried =
          effects.stream()
              .filter(it -> it.event().covers(number))
              .map(it -> new Carried(it.event().name(), it.in(number)))
              .toList();
    }

    StreamCell cell(int index) {
      Labels labels = labels(index);
      int[] counts = counts(index, labels);
      for (Carried event : carried) {
        event.effect().alter(counts, this, chance(index, "event/" + event.name() + "/counts"));
      }
      Role role = labels.treatment() < 0 ? Role.BACKGROUND : Role.TARGET;
      Cell cell = DenseCells.ofCounts(batchName(number) + "-" + (index + 1), role, counts);
      return new StreamCell(
          cell,
          "state-" + (labels.state() + 1),
          labels.treatment() < 0 ? StreamCell.CONTROL : "treatment-" + (labels.treatment() + 1),
          "donor-" + (labels.donor() + 1));
    }

    private CounterRandom chance(int index, String purpose) {
      return CounterRandom.of(settings.seed(), (long) number << Integer.SIZE | index, purpose);
    }

    private Labels labels(int index) {
      CounterRandom random = chance(index, "stream/labels");
      int state = random.nextInt(settings.states());
      int donor = random.nextInt(settings.donors());
      int treatment = random.nextInt(settings.treatments());
      boolean isTarget = random.nextDouble() < settings.targetShare();
      return new Labels(state, donor, isTarget ? treatment : -1);
    }

    /** As they are before events alter any. */
    private int[] counts(int index, Labels labels) {
      double[] rates = model.logRates(labels.state(), labels.donor(), labels.treatment());
      CounterRandom random = chance(index, "stream/cell");
      model.vary(rates, shared, random);
      for (Carried event : carried) {
        event.effect().move(rates, chance(index, "event/" + event.name() + "/rates"));
      }
      return StreamModel.counts(rates, random);
    }

    @Override
    public double[] profile() {
      return profile.get();
    }

    private double[] sumProfile() {
      double[] sums = new double[settings.genes()];
      for (int index = 0; index < settings.cellsPerBatch(); index++) {
        int[] counts = counts(index, labels(index));
        for (int gene = 0; gene < sums.length; gene++) {
          sums[gene] += counts[gene];
        }
      }
      double total = Math.max(1, Arrays.stream(sums).sum());
      for (int gene = 0; gene < sums.length; gene++) {
        sums[gene] /= total;
      }
      return sums;
    }

    @Override
    public int[] anyCell(CounterRandom chance) {
      int index = chance.nextInt(settings.cellsPerBatch());
      return counts(index, labels(index));
    }
  }

  /** An event of a batch. */
  private record Carried(String name, Effect effect) {}
}
