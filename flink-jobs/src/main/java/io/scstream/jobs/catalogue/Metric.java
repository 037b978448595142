package io.scstream.jobs.catalogue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A number that the jobs give. To add one, add a constant to the enum that it belongs to, emit it,
 * and write {@code docs/metrics.md} and {@code deploy/grafana} anew as {@code MetricsPageTest} and
 * {@code GrafanaFilesTest} say. A new enum is permitted and listed here.
 */
public sealed interface Metric
    permits TrainMetric,
        LeakageMetric,
        ForgettingMetric,
        DriftMetric,
        IntakeMetric,
        PublishMetric,
        EmbedMetric {

  /**
   * What there is to say of a number.
   *
   * @param pattern its name. In lower case it is whole; an upper-case word at its end stands for
   *     many: {@code constraint.NAME} for one number for each constraint
   * @param unit or range
   * @param outlets where it can be seen
   */
  record Entry(Section section, String pattern, String unit, String meaning, List<Outlet> outlets) {
    /** Copies. */
    public Entry {
      outlets = List.copyOf(outlets);
    }

    /** Whether the name stands for one number for each of many things. */
    boolean isFamily() {
      return !pattern.equals(stem());
    }

    /** The name without the word that stands for many. */
    String stem() {
      int dot = pattern.indexOf('.');
      return dot < 0 ? pattern : pattern.substring(0, dot);
    }

    private boolean names(String word) {
      return isFamily() ? word.startsWith(stem() + ".") : word.equals(pattern);
    }
  }

  /** What the catalogue says of it. */
  Entry entry();

  /** The name of the one number, on the topic and in Flink. */
  default String word() {
    if (entry().isFamily()) {
      throw new IllegalStateException(
          "Invalid name: " + entry().pattern() + "; expected one of its members");
    }
    return entry().pattern();
  }

  /** The name of one member on the topic, such as {@code constraint.dependence}. */
  default String word(String member) {
    if (!entry().isFamily()) {
      throw new IllegalStateException(
          "Invalid member: " + member + "; expected none, as there is one " + entry().pattern());
    }
    return entry().stem() + "." + member;
  }

  /** The name in Flink, where a member of a family is told by a label. */
  default String flinkWord() {
    return entry().stem();
  }

  /** The name that Flink's Prometheus reporter gives it at an outlet. */
  default String prometheus(Outlet outlet) {
    return outlet.prometheus(flinkWord());
  }

  /** Whether it can be seen there. */
  default boolean isAt(Outlet outlet) {
    return entry().outlets().contains(outlet);
  }

  /** The whole catalogue, in its order. */
  static List<Metric> all() {
    return Stream.<Metric[]>of(
            TrainMetric.values(),
            LeakageMetric.values(),
            ForgettingMetric.values(),
            DriftMetric.values(),
            IntakeMetric.values(),
            PublishMetric.values(),
            EmbedMetric.values())
        .flatMap(Arrays::stream)
        .toList();
  }

  /** The number, or family, that a name on the topic belongs to. */
  static Optional<Metric> of(String word) {
    return all().stream().filter(metric -> metric.entry().names(word)).findFirst();
  }

  /** All numbers of an outlet. */
  static List<Metric> at(Outlet outlet) {
    return all().stream().filter(metric -> metric.isAt(outlet)).toList();
  }
}
