package io.scstream.models.simulate;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;

/** Cells of a generative model, as many as asked for. */
final class GeneratedCells implements Simulation {

  private final long seed;
  private final GenerativeModel model;

  GeneratedCells(long seed, GenerativeModel model) {
    this.seed = seed;
    this.model = model;
  }

  @Override
  public int genes() {
    return model.genes();
  }

  @Override
  public Draw draw(String name, Role role, int cells) {
    CounterRandom random = CounterRandom.of(seed, 0, "cells/" + role + "/" + name);
    Draw.Rows rows = new Draw.Rows();
    for (int i = 0; i < cells; i++) {
      Codes codes = model.codes(role, random);
      Cell cell = model.cell(name + "-" + role + "-" + i, role, codes, random);
      rows.add(cell, codes);
    }
    return rows.draw();
  }
}
