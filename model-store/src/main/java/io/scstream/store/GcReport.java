package io.scstream.store;

import java.util.List;

/**
 * What a collection did, or would have done.
 *
 * @param versions looked at
 * @param kept versions that something refers to or a rule keeps
 * @param condemned files that nothing refers to and that wait now, in order of their paths
 * @param deleted files that are gone, in the order in which they went
 * @param rescued files that waited and are referred to again
 */
public record GcReport(
    int versions, int kept, List<String> condemned, List<String> deleted, int rescued) {

  public GcReport {
    condemned = List.copyOf(condemned);
    deleted = List.copyOf(deleted);
  }
}
