package io.scstream.models.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.random.CounterRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnownTrialTest {
  private static final int GENES = 12;

  /** Of either role; target cells express one of two further genes strongly. */
  private static KnownCells cells() {
    List<Cell> fitted = new ArrayList<>();
    List<Cell> heldOut = new ArrayList<>();
    Map<String, String> labels = new HashMap<>();
    for (Role role : Role.values()) {
      for (int i = 0; i < 400; i++) {
        CounterRandom random = CounterRandom.of(7, i, "cells/" + role);
        Cell cell = cell(role, i, random);
        (i % 4 == 0 ? heldOut : fitted).add(cell);
        if (role == Role.TARGET) {
          labels.put(cell.id(), label(i));
        }
      }
    }
    return new KnownCells(GENES, fitted, heldOut, labels, Map.of());
  }

  private static String label(int i) {
    return i / 4 % 2 == 0 ? "even" : "odd";
  }

  private static Cell cell(Role role, int i, CounterRandom random) {
    int[] genes = new int[GENES];
    int[] counts = new int[GENES];
    int marked = role == Role.BACKGROUND ? -1 : label(i).equals("even") ? 10 : 11;
    for (int gene = 0; gene < GENES; gene++) {
      genes[gene] = gene;
      counts[gene] = 1 + random.nextInt(6) + (gene == marked ? 40 : 0);
    }
    return Cell.of(role + "-" + i, role, 100, genes, counts);
  }

  @ParameterizedTest
  @EnumSource(
      value = Contender.class,
      names = {"SO", "MO_CO", "CONTRASTIVEVI", "MM"})
  void asksTheCodesOfHeldOutCells(Contender model) {
    AtomicLong last = new AtomicLong();
    AtomicLong embedded = new AtomicLong();
    KnownResult result =
        new KnownTrial(cells(), model, 0, 60, Thresholds.of(0.01))
            .run(last::set, fitted -> embedded.set(fitted.step()));
    assertThat(last).hasValue(60);
    assertThat(embedded).hasValue(60);
    assertThat(result.role().cells()).isEqualTo(200);
    assertThat(result.label()).hasValueSatisfying(it -> assertThat(it.cells()).isEqualTo(100));
    assertThat(result.shared()).isEmpty();
    // So few steps do not decide which code takes the label up, but one of them does.
    Readout label = result.label().orElseThrow();
    assertThat(
            Math.max(
                label.background().probe().balancedAccuracy(),
                label.salient().probe().balancedAccuracy()))
        .as(result.toString())
        .isGreaterThan(0.9);
    assertThat(result.loss()).isPositive().isFinite();
  }

  @Test
  void refusesTooFewCellsOfARole() {
    KnownCells cells = cells();
    List<Cell> targets = KnownCells.of(cells.fitted(), Role.TARGET);
    assertThatThrownBy(() -> new KnownCells(GENES, targets, cells.heldOut(), Map.of(), Map.of()))
        .hasMessage(
            "Invalid cells: 0 BACKGROUND cells to fit and 100 held out; expected 10 or more of"
                + " each");
  }
}
