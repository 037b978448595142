package io.scstream.models.factorized;

import static io.scstream.models.ModelException.checkInput;

import io.scstream.models.data.Condition;
import java.util.Objects;

/**
 * What cells are asked about.
 *
 * @param target covariates and treatments that they are to have
 * @param mode of the answer
 * @param unseen λ*: the share of the interaction's mean for a pair that was never seen, from 0 to 1
 * @param draws of every cell
 * @param seed of the draws
 */
public record Question(Condition target, Mode mode, double unseen, int draws, long seed) {
  /** Checks. */
  public Question {
    Objects.requireNonNull(target);
    Objects.requireNonNull(mode);
    checkInput(
        !target.treatments().isEmpty(), "Invalid question: no treatment; expected at least one");
    checkInput(unseen >= 0 && unseen <= 1, "Invalid λ: %s; expected a number from 0 to 1", unseen);
    checkInput(draws > 0, "Invalid draws: %d; expected a positive number", draws);
  }

  /** What is kept of a cell. */
  public enum Mode {
    /** Its covariate block: what treatments move is drawn anew. Asked of controls. */
    INTERVENTIONAL,
    /**
     * How far it is from what is usual of its own treatment, too: abduction, action, prediction.
     */
    INDIVIDUAL
  }

  /** With λ* = ½, which is taken as long as no pairs were withheld to choose it by. */
  public static Question of(Condition target) {
    return new Question(target, Mode.INTERVENTIONAL, 0.5, 4, 0);
  }

  /** The same with another λ*. */
  public Question withUnseen(double share) {
    return new Question(target, mode, share, draws, seed);
  }
}
