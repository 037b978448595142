package io.scstream.config;

import static io.scstream.config.Check.check;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/**
 * The groups of target cells, each with a salient space of its own.
 *
 * @param by {@code treatment}, or the name of a covariate
 * @param names in the order of the salient blocks; empty for one group of all target cells
 */
public record GroupsConfig(String by, List<String> names) implements Serializable {
  public GroupsConfig {
    names = List.copyOf(names);
    check(!by.isBlank(), "input.groups.by", by, "treatment or the name of a covariate");
    check(
        names.stream().noneMatch(String::isBlank) && new HashSet<>(names).size() == names.size(),
        "input.groups.names",
        names,
        "different names that are not blank");
  }
}
