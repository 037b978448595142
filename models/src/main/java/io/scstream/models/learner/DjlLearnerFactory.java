package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkConfig;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.scstream.models.data.Cell;
import io.scstream.models.device.Devices;
import io.scstream.models.device.EngineThreads;
import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Makes learners on the tensor engine. */
public final class DjlLearnerFactory implements LearnerFactory {

  private static final long serialVersionUID = 1;

  private final TrainingOptions options;
  private final String device;

  /** On the first GPU where there is one, else on the CPU. */
  public DjlLearnerFactory(TrainingOptions options) {
    this(options, "auto");
  }

  /**
   * On a named device.
   *
   * @param device auto, cpu or gpu:N
   */
  public DjlLearnerFactory(TrainingOptions options, String device) {
    this.options = Objects.requireNonNull(options);
    this.device = Objects.requireNonNull(device);
  }

  @Override
  public OnlineLearner create(ModelSpec spec, List<Cell> initial) {
    Family family = Family.of(spec.knowing(initial));
    family.check(options.objective());
    for (Cell cell : initial) {
      checkConfig(
          cell.nonZeros() == 0 || cell.gene(cell.nonZeros() - 1) < spec.genes(),
          "Invalid genes of initial cell %s; expected indices below %d",
          cell.id(),
          spec.genes());
    }
    Map<String, float[]> weights = family.initialValues(options.seed(), initial);
    Map<String, float[]> state = family.initialState(options.objective());
    return learner(family, weights, state, options, new TrainingProgress(0, 0));
  }

  /** Goes on with the snapshot's own options; only the device is this factory's. */
  @Override
  public OnlineLearner restore(LearnerSnapshot snapshot) {
    return learner(
        Family.of(snapshot.spec()),
        byName(snapshot.weights()),
        byName(snapshot.optimizer()),
        snapshot.options(),
        snapshot.progress());
  }

  private OnlineLearner learner(
      Family family,
      Map<String, float[]> weights,
      Map<String, float[]> state,
      TrainingOptions options,
      TrainingProgress progress) {
    NDManager manager = manager(device);
    DjlModel model = new DjlModel(family.spec(), weights, progress.step(), manager);
    return new DjlLearner(
        model, OptimizerState.of(family, state, options, manager), options, progress);
  }

  /** A model that embeds and scores, from the weights' bytes alone, on the device auto chooses. */
  public static Embedder restoreForInference(byte[] weights) {
    return restoreForInference(weights, "auto");
  }

  /**
   * A model that embeds and scores, from the weights' bytes alone.
   *
   * @param device auto, cpu or gpu:N
   */
  public static Embedder restoreForInference(byte[] weights, String device) {
    return model(weights, device);
  }

  static DjlModel model(byte[] weights, String device) {
    Safetensors file = Safetensors.read(weights);
    ModelSpec spec = SnapshotFormat.spec(file.metadata());
    SnapshotFormat.checkWeights(spec, file.tensors());
    long step = SnapshotFormat.step(file.metadata());
    return new DjlModel(spec, byName(file.tensors()), step, manager(device));
  }

  private static NDManager manager(String device) {
    Device chosen = Devices.ofThisMachine().choose(device);
    return EngineThreads.engine().newBaseManager(chosen);
  }

  private static Map<String, float[]> byName(List<NamedTensor> tensors) {
    Map<String, float[]> values = new HashMap<>();
    tensors.forEach(tensor -> values.put(tensor.name(), tensor.shared()));
    return values;
  }
}
