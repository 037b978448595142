package io.scstream.models.reference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.scstream.models.data.Minibatch;
import io.scstream.models.data.Role;
import io.scstream.models.device.EngineMemory;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ReferenceVaeSpec;
import java.util.Arrays;

/** Which rows of a minibatch are background cells, and what follows for codes and means. */
final class Roles {
  private final Minibatch minibatch;
  private final int latent;
  private final int backgroundLatent;
  private final NDManager step;

  Roles(Minibatch minibatch, ReferenceVaeSpec spec, NDManager step) {
    this.minibatch = minibatch;
    this.backgroundLatent = spec.backgroundLatent();
    this.latent = backgroundLatent + spec.salientLatent();
    this.step = step;
  }

  boolean has(Role role) {
    return role == Role.BACKGROUND ? minibatch.background() > 0 : minibatch.target() > 0;
  }

  /** The rows of one role. */
  NDArray of(Role role, NDArray rows) {
    return role == Role.BACKGROUND
        ? rows.get(":" + minibatch.background())
        : rows.get(minibatch.background() + ":");
  }

  /** The part of codes [n, d] that belongs to z. */
  NDArray background(NDArray codes) {
    return codes.get(":, :" + backgroundLatent); // [n, dz]
  }

  /** Prior draws for every row, [n, d]. */
  NDArray noise(CounterRandom random) {
    float[] noise = new float[minibatch.cells() * latent];
    random.fillGaussian(noise);
    return EngineMemory.copy(step, noise, new Shape(minibatch.cells(), latent));
  }

  /** The codes with the reference vector in place of the salient code of background cells. */
  NDArray withReference(NDArray codes, NDArray reference) {
    NDArray ofBackground = repeated(of(Role.BACKGROUND, codes), reference);
    return ofBackground.concat(of(Role.TARGET, codes), 0); // [n, d]
  }

  private NDArray repeated(NDArray codes, NDArray reference) {
    float[] ones = new float[(int) codes.getShape().get(0)];
    Arrays.fill(ones, 1);
    NDArray column = EngineMemory.copy(step, ones, new Shape(ones.length, 1));
    NDArray repeated = column.matMul(reference.reshape(1, latent - backgroundLatent)); // [n, ds]
    return background(codes).concat(repeated, 1); // [n, d]
  }

  /** The mean over background cells plus the mean over target cells of values [n]. */
  NDArray meansOfCells(NDArray values) {
    float[] shares = new float[minibatch.cells()];
    for (int row = 0; row < shares.length; row++) {
      shares[row] = (float) share(row);
    }
    return values.mul(EngineMemory.copy(step, shares, new Shape(shares.length))).sum();
  }

  /** The same of errors of codes [n, d]; of a background cell those of z alone. */
  NDArray meansOfCodes(NDArray errors) {
    float[] shares = new float[minibatch.cells() * latent];
    for (int row = 0; row < minibatch.cells(); row++) {
      int counted = row < minibatch.background() ? backgroundLatent : latent;
      Arrays.fill(shares, row * latent, row * latent + counted, (float) share(row));
    }
    Shape shape = new Shape(minibatch.cells(), latent);
    return errors.mul(EngineMemory.copy(step, shares, shape)).sum();
  }

  /** One over the cells of a role in the whole minibatch. */
  double share(Role role) {
    return 1.0 / (role == Role.BACKGROUND ? minibatch.wholeBackground() : minibatch.wholeTarget(0));
  }

  private double share(int row) {
    return share(row < minibatch.background() ? Role.BACKGROUND : Role.TARGET);
  }
}
