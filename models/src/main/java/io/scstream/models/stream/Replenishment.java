package io.scstream.models.stream;

import io.scstream.models.data.Cell;
import io.scstream.models.data.Role;
import io.scstream.models.memory.StratifiedReservoir;
import io.scstream.models.random.CounterRandom;
import io.scstream.models.spec.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * New cells with as many remembered ones as a step asks for, so that every step sees both roles,
 * and of target cells every group that has been met: each has the same share of them.
 *
 * @param perRole cells of each role in a step; more only where new cells exceed a group's share
 */
record Replenishment(int groups, int perRole) {

  static Replenishment of(ModelSpec spec, int perRole) {
    return new Replenishment(spec.groups().count(), perRole);
  }

  List<Cell> filled(List<Cell> fresh, StratifiedReservoir replay, CounterRandom random) {
    List<Cell> cells = new ArrayList<>(fresh);
    int background = (int) fresh.stream().filter(it -> it.role() == Role.BACKGROUND).count();
    cells.addAll(replay.sample(Role.BACKGROUND, perRole - background, random));
    int[] have = new int[groups];
    fresh.stream().filter(it -> it.role() == Role.TARGET).forEach(it -> have[it.group()]++);
    int met = 0;
    for (int group = 0; group < groups; group++) {
      met += have[group] > 0 || replay.sizeOfGroup(group) > 0 ? 1 : 0;
    }
    int share = (perRole + Math.max(0, met - 1)) / Math.max(1, met);
    for (int group = 0; group < groups; group++) {
      cells.addAll(replay.sampleGroup(group, Math.max(0, share - have[group]), random));
    }
    return cells;
  }
}
