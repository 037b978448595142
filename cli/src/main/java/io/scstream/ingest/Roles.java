package io.scstream.ingest;

import io.scstream.schema.Role;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells background from target. With background values, these are background and all others target;
 * truth values match however they are written ({@code true}, {@code True}, {@code 1}). Without, the
 * column must say {@code background} or {@code target} itself. With no column every cell is target.
 */
final class Roles {
  private final Set<String> background;
  private final Set<String> seen = new TreeSet<>();
  private final Set<Role> met = EnumSet.noneOf(Role.class);

  Roles(List<String> background) {
    this.background = background.stream().map(Roles::canonical).collect(Collectors.toSet());
  }

  /** The role that a cell's annotation means. */
  Role of(String value, String cell) {
    seen.add(value);
    Role role = background.isEmpty() ? named(value, cell) : matched(value);
    met.add(role);
    return role;
  }

  /** Without a role column every cell is target. */
  Role unstated() {
    met.add(Role.TARGET);
    return Role.TARGET;
  }

  /** What a user should know before training on these cells, or nothing. */
  List<String> warnings() {
    for (Role role : Role.values()) {
      if (!met.contains(role)) {
        return List.of(
            "No cell is %s: %s. A comparison needs both roles; other files may bring the other one."
                .formatted(role, seen.isEmpty() ? "no role column is named" : values()));
      }
    }
    return List.of();
  }

  private String values() {
    return "the role column says %s, background is %s"
        .formatted(seen, background.isEmpty() ? "'background'" : background);
  }

  private Role matched(String value) {
    return background.contains(canonical(value)) ? Role.BACKGROUND : Role.TARGET;
  }

  private static Role named(String value, String cell) {
    for (Role role : Role.values()) {
      if (role.name().equalsIgnoreCase(value)) {
        return role;
      }
    }
    throw IngestException.badConfig(
        "Unclear role of cell %s: '%s'; expected --background with the values that mean control"
            .formatted(cell, value));
  }

  private static String canonical(String value) {
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "1.0" -> "true";
      case "false", "0", "0.0" -> "false";
      default -> value;
    };
  }
}
