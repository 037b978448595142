package io.scstream.models.simulate;

import static io.scstream.models.ModelException.checkConfig;

import io.scstream.models.random.CounterRandom;
import java.util.Arrays;

/** An event of a stream: which genes it is about, and what it does to each of its batches. */
final class Effects {

  private final Event event;
  private final long seed;
  private final int[] genes;
  private final int all;

  private Effects(Event event, StreamSettings settings) {
    this.event = event;
    this.seed = settings.seed();
    this.all = settings.genes();
    this.genes = chosen(event, settings);
  }

  /** Chooses the genes by seed, kind and first batch alone, whatever else happens. */
  static Effects of(Event event, StreamSettings settings) {
    checkConfig(
        event.first() <= settings.batches(),
        "Invalid event %s: first batch %d; expected a whole number from 1 to %d, the batches of the"
            + " stream",
        event,
        event.first(),
        settings.batches());
    return new Effects(event, settings);
  }

  private static int[] chosen(Event event, StreamSettings settings) {
    int genes = settings.genes();
    int count =
        switch (event.kind()) {
          case SHIFT -> (int) event.value("genes");
          case CHEMISTRY -> (int) Math.round(event.value("lost") * genes);
          case PANEL -> (int) Math.max(1, Math.round(event.value("drop") * genes));
          case BATCH_EFFECT, NEW_STATE, CONTAMINATED -> 0;
        };
    checkConfig(
        count <= genes,
        "Invalid event %s: genes = %d; expected a whole number from 1 to %d, the genes of the"
            + " stream",
        event,
        count,
        genes);
    CounterRandom random = CounterRandom.of(settings.seed(), 0, "event/" + event.name());
    int[] chosen = Arrays.copyOf(random.permutation(genes), count);
    Arrays.sort(chosen);
    return chosen;
  }

  Event event() {
    return event;
  }

  /** Rising indices of the genes that are moved or lost; empty where it is about all. Fresh. */
  int[] genes() {
    return genes.clone();
  }

  /** What it does to the cells of this batch. */
  Effect in(int batch) {
    return switch (event.kind()) {
      case BATCH_EFFECT -> moved(1, factors(batch, event.value("sd")));
      case SHIFT -> moved(1, folds());
      case NEW_STATE -> moved(event.value("share"), factors(0, event.value("sd")));
      case CONTAMINATED -> contaminated(event.value("share"), event.value("doublets"));
      case CHEMISTRY -> captured(event.value("depth"));
      case PANEL -> captured(1);
    };
  }

  /** The logarithm of a factor of mean 1. */
  static double factor(double spread, CounterRandom random) {
    return spread * random.nextGaussian() - spread * spread / 2;
  }

  private double[] factors(int batch, double spread) {
    CounterRandom random = CounterRandom.of(seed, batch, "event/" + event.name() + "/rates");
    double[] factors = new double[all];
    for (int gene = 0; gene < all; gene++) {
      factors[gene] = factor(spread, random);
    }
    return factors;
  }

  private double[] folds() {
    double[] folds = new double[all];
    for (int gene : genes) {
      folds[gene] = event.value("log-fold");
    }
    return folds;
  }

  private static Effect moved(double share, double[] offsets) {
    return new Effect() {
      @Override
      public void move(double[] logRates, CounterRandom cell) {
        if (cell.nextDouble() < share) {
          for (int gene = 0; gene < logRates.length; gene++) {
            logRates[gene] += offsets[gene];
          }
        }
      }
    };
  }

  private static Effect contaminated(double share, double doublets) {
    return new Effect() {
      @Override
      public void alter(int[] counts, Surroundings batch, CounterRandom cell) {
        if (cell.nextDouble() < doublets) {
          int[] other = batch.anyCell(cell);
          for (int gene = 0; gene < counts.length; gene++) {
            counts[gene] += other[gene];
          }
        }
        long total = Arrays.stream(counts).asLongStream().sum();
        double[] profile = batch.profile();
        for (int gene = 0; gene < counts.length; gene++) {
          int own = CountDraws.binomial(cell, counts[gene], 1 - share);
          counts[gene] = own + CountDraws.largePoisson(cell, share * total * profile[gene]);
        }
      }
    };
  }

  private Effect captured(double probability) {
    return new Effect() {
      @Override
      public void alter(int[] counts, Surroundings batch, CounterRandom cell) {
        for (int gene : genes) {
          counts[gene] = 0;
        }
        if (probability < 1) {
          for (int gene = 0; gene < counts.length; gene++) {
            counts[gene] = CountDraws.binomial(cell, counts[gene], probability);
          }
        }
      }
    };
  }
}
