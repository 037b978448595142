package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;

/** A comparative generative model whose parameters are fixed. */
interface GenerativeModel {

  /** Genes of every cell. */
  int genes();

  /** The codes of one cell; those of a background cell have a salient block of zeros. */
  Codes codes(Role role, CounterRandom random);

  /** A cell made of these codes. */
  Cell cell(String id, Role role, Codes codes, CounterRandom random);
}
