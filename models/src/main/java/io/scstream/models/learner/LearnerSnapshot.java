package io.scstream.models.learner;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.spec.ModelSpec;
import io.scstream.models.spec.TrainingOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A learner's full state as plain values: what it is, how far it came, its weights and its
 * optimiser. Two safetensors files hold it all; the first alone is enough to embed cells.
 * Immutable.
 */
public final class LearnerSnapshot {

  private final ModelSpec spec;
  private final TrainingOptions options;
  private final TrainingProgress progress;
  private final List<NamedTensor> weights;
  private final List<NamedTensor> optimizer;

  private LearnerSnapshot(
      ModelSpec spec,
      TrainingOptions options,
      TrainingProgress progress,
      List<NamedTensor> weights,
      List<NamedTensor> optimizer) {
    this.spec = Objects.requireNonNull(spec);
    this.options = Objects.requireNonNull(options);
    this.progress = Objects.requireNonNull(progress);
    this.weights = SnapshotFormat.sorted(weights);
    this.optimizer = SnapshotFormat.sorted(optimizer);
    SnapshotFormat.checkWeights(spec, this.weights);
    SnapshotFormat.checkOptimizer(spec, options, this.optimizer);
  }

  static LearnerSnapshot of(
      ModelSpec spec,
      TrainingOptions options,
      TrainingProgress progress,
      List<NamedTensor> weights,
      List<NamedTensor> optimizer) {
    return new LearnerSnapshot(spec, options, progress, weights, optimizer);
  }

  /** Reads what {@link #weightsSafetensors} and {@link #optimizerSafetensors} wrote. */
  public static LearnerSnapshot of(byte[] weights, byte[] optimizer) {
    Safetensors weightsFile = Safetensors.read(weights);
    Safetensors optimizerFile = Safetensors.read(optimizer);
    TrainingProgress progress = SnapshotFormat.progress(optimizerFile.metadata());
    long weightsStep = SnapshotFormat.step(weightsFile.metadata());
    checkInput(
        weightsStep == progress.step(),
        "Invalid snapshot: weights of step %d with an optimizer of step %d; expected the same step",
        weightsStep,
        progress.step());
    return new LearnerSnapshot(
        SnapshotFormat.spec(weightsFile.metadata()),
        SnapshotFormat.options(optimizerFile.metadata()),
        progress,
        weightsFile.tensors(),
        optimizerFile.tensors());
  }

  public ModelSpec spec() {
    return spec;
  }

  public TrainingOptions options() {
    return options;
  }

  public TrainingProgress progress() {
    return progress;
  }

  /** Applied optimiser steps. */
  public long step() {
    return progress.step();
  }

  /** Sorted by name. */
  public List<NamedTensor> weights() {
    return weights;
  }

  /** Moments and the history of gradient norms, sorted by name. */
  public List<NamedTensor> optimizer() {
    return optimizer;
  }

  /** The weights with spec and step: all that embedding needs. Equal snapshots give equal bytes. */
  public byte[] weightsSafetensors() {
    return new Safetensors(SnapshotFormat.weightsMetadata(spec, step()), weights).write();
  }

  /** What a learner needs besides the weights to go on. Equal snapshots give equal bytes. */
  public byte[] optimizerSafetensors() {
    return new Safetensors(SnapshotFormat.optimizerMetadata(options, progress), optimizer).write();
  }

  /**
   * The same content with one entry a tensor, {@code weights/NAME} and {@code optimizer/NAME}, and
   * one small entry for the rest: for stores that bound the size of a value. Equal snapshots give
   * equal bytes.
   */
  public SortedMap<String, byte[]> parts() {
    return SnapshotParts.of(this);
  }

  /**
   * Reads what {@link #parts} wrote.
   *
   * @throws io.scstream.models.ModelException if a part is missing, unknown or broken
   */
  public static LearnerSnapshot ofParts(Map<String, byte[]> parts) {
    return SnapshotParts.read(parts);
  }

  /** The same weights and optimizer in a run that has come so far. */
  public LearnerSnapshot at(TrainingProgress other) {
    return new LearnerSnapshot(spec, options, other, weights, optimizer);
  }

  /** Whether all weights and all of the optimizer are finite numbers. */
  public boolean isFinite() {
    return Stream.concat(weights.stream(), optimizer.stream()).allMatch(NamedTensor::isFinite);
  }
}
