package io.scstream.models.learner;

import ai.djl.ndarray.NDManager;
import io.scstream.models.nn.Parameters;
import io.scstream.models.optim.Adam;
import io.scstream.models.spec.TrainingOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a learner has besides its model: moments of Adam, and what is trained beside the model. */
record OptimizerState(Adam adam, Training training) {

  /** Goes on from the tensors of an optimizer's file; moments belong to the manager. */
  static OptimizerState of(
      Family family, Map<String, float[]> state, TrainingOptions options, NDManager manager) {
    return new OptimizerState(
        Adam.of(Parameters.descended(family.parameterShapes()), state, options.adam(), manager),
        family.training(options.objective(), state));
  }

  /** The tensors of an optimizer's file. */
  Map<String, float[]> values() {
    Map<String, float[]> values = new LinkedHashMap<>(adam.state());
    values.putAll(training.state());
    return values;
  }
}
