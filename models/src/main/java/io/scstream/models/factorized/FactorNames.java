package io.scstream.models.factorized;

import io.scstream.models.nn.Parameters;
import io.scstream.models.spec.FactorBlock;

/** The names of a factorized model's parameters. */
final class FactorNames {
  static final String TREATMENTS = "treatments.rows";
  static final String TREATMENT_BIAS = "treatments.bias";
  static final String DOSE_SLOPES = "doses.slope";
  static final String DOSE_OFFSETS = "doses.offset";
  static final String SENSITIVITY = "prior.tx.sensitivity";
  static final String LOADING = "prior.tx.loading";
  static final String REMAINDERS = "prior.tx.remainders";

  static final String INPUT_MEAN = Parameters.STATISTIC + "input_mean";
  static final String INPUT_SCALE = Parameters.STATISTIC + "input_scale";
  static final String LIBRARY = Parameters.STATISTIC + "library";
  static final String REFERENCE_DOSES = Parameters.STATISTIC + "reference_doses";
  static final String TUPLE_WEIGHTS = Parameters.STATISTIC + "tuple_weights";
  static final String TUPLE_CELLS = Parameters.STATISTIC + "tuple_cells";
  static final String CONTROL_CELLS = Parameters.STATISTIC + "control_cells";
  static final String TREATMENT_CELLS = Parameters.STATISTIC + "treatment_cells";
  static final String PAIR_CELLS = Parameters.STATISTIC + "pair_cells";

  private FactorNames() {}

  static String covariate(int number) {
    return "covariates." + number + ".rows";
  }

  static String encode(FactorBlock block) {
    return "encode." + block.label();
  }

  static String prior(FactorBlock block) {
    return "prior." + block.label();
  }

  static String discriminator(FactorBlock block) {
    return "discriminator." + block.label();
  }

  static String classifier(String what) {
    return "classify." + what;
  }
}
