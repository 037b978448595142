package io.scstream.models.contrastive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.contrastive.CodeTerms.Sight;
import io.scstream.models.contrastive.ContrastiveVae.Chance;
import io.scstream.models.data.Minibatch;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.likelihood.Evaluation;
import io.scstream.models.nn.DecoderPass;
import io.scstream.models.nn.Dropout;
import io.scstream.models.nn.LogCounts;
import io.scstream.models.nn.Mode;
import io.scstream.models.nn.Weights;
import io.scstream.models.spec.ContrastiveVaeSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One way of a minibatch through all networks, with chance, and the way back: gradients of codes
 * gather in each latent space, from the decoder and from whatever else is added, and go on to the
 * parameters in closed form.
 */
final class Pass {
  private final ContrastiveVaeSpec spec;
  private final Networks networks;
  private final Minibatch minibatch;
  private final Chance chance;
  private final boolean isSilent;
  private final Mode mode;
  private final LatentPass background;
  private final List<LatentPass> salient = new ArrayList<>();
  private final Optional<LatentPass> library;
  private final LatentRows z;
  private final List<LatentRows> s = new ArrayList<>();
  private final DecoderPass decoded;
  private final Optional<LatentRows> logLibraries;

  /**
   * @param isSilent whether encoders of s see all cells, and not only those of their own group
   */
  Pass(
      ContrastiveVaeSpec spec,
      Networks networks,
      Minibatch minibatch,
      Chance chance,
      boolean isSilent,
      Ground ground) {
    this.spec = spec;
    this.networks = networks;
    this.minibatch = minibatch;
    this.chance = chance;
    this.isSilent = isSilent;
    this.mode =
        Mode.training(Dropout.of(spec.dropout(), layer -> chance.stream("dropout/" + layer)));
    LogCounts x = LogCounts.of(minibatch, ground.step); // [n, G]
    this.background = new LatentPass(networks.background().pass(x, ground.weights, mode));
    for (int group = 0; group < spec.groups().count(); group++) {
      LogCounts rows =
          isSilent
              ? x
              : x.rows(minibatch.groupStart(group), minibatch.groupStart(group + 1)); // [nk, G]
      salient.add(new LatentPass(networks.salient(group).pass(rows, ground.weights, mode)));
    }
    this.z = background.draw(0, noise("noise/background", minibatch.cells(), background));
    drawSalient();
    this.decoded = networks.decoder().pass(codes(ground.step), ground.weights, mode);
    this.library = networks.library().map(it -> it.pass(x, ground.weights, mode));
    this.logLibraries =
        library.map(it -> it.draw(0, noise("noise/library", minibatch.cells(), it)));
  }

  /** What passes of one step have in common. */
  record Ground(Weights weights, NDManager step) {}

  private LatentRows noise(String purpose, int rows, LatentPass space) {
    return LatentPass.noise(chance.stream(purpose), rows, space.means().columns());
  }

  /** Of every target cell in its own group's space. */
  private void drawSalient() {
    LatentRows noise = noise("noise/salient", minibatch.target(), salient.get(0));
    for (int group = 0; group < salient.size(); group++) {
      int from = minibatch.groupStart(group) - minibatch.background();
      int end = minibatch.groupStart(group + 1) - minibatch.background();
      s.add(salient.get(group).draw(ownRows(group), noise.rows(from, end)));
    }
  }

  /** Where in a group's pass its own cells begin. */
  private int ownRows(int group) {
    return isSilent ? minibatch.groupStart(group) : 0;
  }

  /** [z, s], with s in the block of the cell's group and exact zeros elsewhere. */
  private NDArray codes(NDManager step) {
    int width = spec.backgroundLatent() + spec.salientWidth();
    float[] codes = new float[minibatch.cells() * width];
    for (int row = 0; row < minibatch.cells(); row++) {
      System.arraycopy(z.row(row), 0, codes, row * width, z.columns());
    }
    for (int group = 0; group < s.size(); group++) {
      LatentRows own = s.get(group);
      for (int row = 0; row < own.rows(); row++) {
        int at = (minibatch.groupStart(group) + row) * width + block(group);
        System.arraycopy(own.row(row), 0, codes, at, own.columns());
      }
    }
    return EngineMemory.copy(step, codes, new Shape(minibatch.cells(), width));
  }

  private int block(int group) {
    return spec.backgroundLatent() + group * spec.salientLatent();
  }

  /** The decoder's last hidden units, [n, h]. */
  NDArray units() {
    return decoded.units();
  }

  /** The library sizes as drawn; their divergences are in the loss with these weights. */
  Depth depth(Weights weights, double[] perCell) {
    return library
        .map(
            it -> {
              LatentLibrary own = networks.library().orElseThrow();
              LatentRows drawn = logLibraries.orElseThrow();
              float[] logs = new float[drawn.rows()];
              for (int row = 0; row < logs.length; row++) {
                logs[row] = drawn.at(row, 0);
              }
              return Depth.of(logs, own.prior(weights).diverge(it, perCell));
            })
        .orElse(Depth.OBSERVED);
  }

  /** Adds the likelihood's derivative by log l, which is weighted already. */
  void addLibrary(Evaluation evaluation) {
    logLibraries.ifPresent(
        drawn -> {
          for (int row = 0; row < drawn.rows(); row++) {
            drawn.add(row, 0, evaluation.byLogLibrary(row));
          }
        });
  }

  /** Goes back through the decoder, and leaves the gradients of its hidden layers. */
  void backThroughDecoder(NDArray byUnits, Map<String, NDArray> gradients) {
    float[] byCodes = decoded.backward(byUnits, gradients); // [n, dz + K ds]
    int width = spec.backgroundLatent() + spec.salientWidth();
    for (int row = 0; row < minibatch.cells(); row++) {
      for (int column = 0; column < z.columns(); column++) {
        z.add(row, column, byCodes[row * width + column]);
      }
    }
    for (int group = 0; group < s.size(); group++) {
      LatentRows own = s.get(group);
      for (int row = 0; row < own.rows(); row++) {
        int at = (minibatch.groupStart(group) + row) * width + block(group);
        for (int column = 0; column < own.columns(); column++) {
          own.add(row, column, byCodes[at + column]);
        }
      }
    }
  }

  /** Adds the divergences of both codes, with these weights of cells, to the loss. */
  Divergence diverge(double[] perCell) {
    double[] ofTargets = new double[minibatch.target()];
    int at = 0;
    for (int group = 0; group < salient.size(); group++) {
      int cells = minibatch.target(group);
      double[] weights = new double[cells];
      System.arraycopy(perCell, minibatch.groupStart(group), weights, 0, cells);
      double[] found = salient.get(group).diverge(ownRows(group), weights);
      System.arraycopy(found, 0, ofTargets, at, cells);
      at += cells;
    }
    return new Divergence(background.diverge(0, perCell), ofTargets);
  }

  /**
   * Adds how loud spaces are in which cells are to be silent: those of all groups for background
   * cells, as in contrastiveVI, and those of the other groups for target cells, as in multiGroupVI.
   * The sum of the means over each group's cells of |mean|² + Σ variance.
   */
  void silence(double weight) {
    for (int space = 0; space < salient.size(); space++) {
      LatentPass pass = salient.get(space);
      if (minibatch.background() > 0) {
        pass.silence(0, minibatch.background(), weight / minibatch.wholeBackground());
      }
      for (int group = 0; group < minibatch.groups(); group++) {
        if (group != space && minibatch.target(group) > 0) {
          pass.silence(
              minibatch.groupStart(group),
              minibatch.groupStart(group + 1),
              weight / minibatch.wholeTarget(group));
        }
      }
    }
  }

  /** The posterior means as constraints see them, of each group that has cells. */
  List<Sight> means() {
    List<Sight> sights = new ArrayList<>();
    for (int group : groupsInSight()) {
      sights.add(
          new Sight(
              backgroundMeans(),
              targetMeans(group),
              salientMeans(group),
              silentMeans(group),
              chance(group)));
    }
    return sights;
  }

  LatentRows backgroundMeans() {
    return background.means().rows(0, minibatch.background());
  }

  LatentRows targetMeans(int group) {
    return background.means().rows(minibatch.groupStart(group), minibatch.groupStart(group + 1));
  }

  LatentRows salientMeans(int group) {
    int from = ownRows(group);
    return salient.get(group).means().rows(from, from + minibatch.target(group));
  }

  /** Of background cells in a group's space; without rows where encoders of s do not see them. */
  LatentRows silentMeans(int group) {
    return salient.get(group).means().rows(0, isSilent ? minibatch.background() : 0);
  }

  /** The draws as penalties see them, of each group that has cells. */
  List<Sight> draws() {
    int columns = spec.salientLatent();
    int cells = isSilent ? minibatch.background() : 0;
    LatentRows wide =
        isSilent
            ? LatentPass.noise(chance.stream("noise/silent"), cells * salient.size(), columns)
            : LatentRows.of(new float[0], columns);
    List<Sight> sights = new ArrayList<>();
    for (int group : groupsInSight()) {
      float[] noise = new float[cells * columns];
      for (int row = 0; row < cells; row++) {
        System.arraycopy(wide.row(row * salient.size() + group), 0, noise, row * columns, columns);
      }
      sights.add(
          new Sight(
              z.rows(0, minibatch.background()),
              z.rows(minibatch.groupStart(group), minibatch.groupStart(group + 1)),
              s.get(group),
              salient.get(group).draw(0, LatentRows.of(noise, columns)),
              chance(group)));
    }
    return sights;
  }

  /** A single group is in sight even without cells. */
  private List<Integer> groupsInSight() {
    List<Integer> groups = new ArrayList<>();
    for (int group = 0; group < salient.size(); group++) {
      if (salient.size() == 1 || minibatch.target(group) > 0) {
        groups.add(group);
      }
    }
    return groups;
  }

  Chance chance() {
    return chance;
  }

  private Chance chance(int group) {
    return spec.groups().areSeveral() ? purpose -> chance.stream(purpose + "/" + group) : chance;
  }

  /** [z, s] of every target cell as drawn; of a single group. */
  List<float[]> drawn() {
    List<float[]> drawn = new ArrayList<>();
    for (int row = 0; row < s.get(0).rows(); row++) {
      float[] both = new float[z.columns() + s.get(0).columns()];
      System.arraycopy(z.row(minibatch.background() + row), 0, both, 0, z.columns());
      System.arraycopy(s.get(0).row(row), 0, both, z.columns(), s.get(0).columns());
      drawn.add(both);
    }
    return drawn;
  }

  /** Goes back through all encoders with what gathered at draws, means and log-variances. */
  Map<String, NDArray> backThroughEncoders() {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (LatentPass pass : passes()) {
      pass.passOnDraws();
      gradients.putAll(pass.backward());
    }
    return gradients;
  }

  /** The same of those encoders alone at whose codes anything has gathered. */
  Map<String, NDArray> backThroughPushedEncoders() {
    Map<String, NDArray> gradients = new LinkedHashMap<>();
    for (LatentPass pass : passes()) {
      if (pass.means().isPushed()) {
        gradients.putAll(pass.backward());
      }
    }
    return gradients;
  }

  /** Forgets what gathered, so that the gradient of something else can gather. */
  void forget() {
    passes().forEach(LatentPass::forget);
  }

  private List<LatentPass> passes() {
    List<LatentPass> passes = new ArrayList<>();
    passes.add(background);
    passes.addAll(salient);
    library.ifPresent(passes::add);
    return passes;
  }

  /** What running statistics become. */
  Map<String, float[]> statistics() {
    return mode.statistics();
  }
}
