package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;

/** The cells of another model as one group: their labels still tell the groups, they do not. */
record PooledModel(GenerativeModel model) implements GenerativeModel {

  @Override
  public int genes() {
    return model.genes();
  }

  @Override
  public Codes codes(Role role, CounterRandom random) {
    return model.codes(role, random);
  }

  @Override
  public Cell cell(String id, Role role, Codes codes, CounterRandom random) {
    return model.cell(id, role, codes, random).inGroup(0);
  }
}
