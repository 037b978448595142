package io.scstream.matrix;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An opened HDF5 file. The only class that calls the HDF5 library without a guard: whatever the
 * library throws on a damaged file leaves here as a {@link MatrixException}.
 */
final class H5File implements Resource {
  private final Path path;
  private final HdfFile file;
  private final long bytes;

  private H5File(Path path, HdfFile file, long bytes) {
    this.path = path;
    this.file = file;
    this.bytes = bytes;
  }

  static H5File open(Path path) {
    SeekableByteChannel channel = null;
    try {
      // A plain channel, not a memory map: a file cut while it is read must fail, not end the
      // process.
      channel = Files.newByteChannel(path);
      Superblock.requireWholeFile(path, channel);
      long bytes = channel.size();
      channel.position(0);
      SeekableByteChannel opened = channel;
      HdfFile file = guarded(path, "HDF5 structure", () -> new HdfFile(opened, path.toUri()));
      channel = null;
      return new H5File(path, file, bytes);
    } catch (IOException e) {
      throw MatrixException.io(path, e);
    } finally {
      close(path, channel);
    }
  }

  Path path() {
    return path;
  }

  /** The length of the file. */
  long bytes() {
    return bytes;
  }

  Group root() {
    return file;
  }

  /** Finds a group or data set by its path. */
  Optional<Node> find(String nodePath) {
    return guard(nodePath, () -> find(file, nodePath));
  }

  Optional<Node> child(Group group, String name) {
    return guard(name(group) + "/" + name, () -> resolve(group, name));
  }

  /** Names of the children, in the file's order. */
  List<String> children(Group group) {
    return guard(name(group), () -> List.copyOf(group.getChildren().keySet()));
  }

  Dataset dataset(Group group, String name) {
    Optional<Node> node = child(group, name);
    if (node.isPresent() && node.get() instanceof Dataset dataset) {
      return dataset;
    }
    throw MatrixException.badInput(
        path, "group " + name(group), "no data set " + name, "one with that name");
  }

  /** An attribute that holds one text. */
  Optional<String> text(Node node, String name) {
    return attribute(node, name)
        .map(value -> value instanceof Object[] many && many.length == 1 ? many[0] : value)
        .map(Object::toString);
  }

  Optional<Object> attribute(Node node, String name) {
    return guard(
        "attribute " + name + " of " + name(node),
        () -> Optional.ofNullable(node.getAttribute(name)).map(Attribute::getData));
  }

  /** Runs something that calls the HDF5 library. */
  <T> T guard(String field, Supplier<T> reading) {
    return guarded(path, field, reading);
  }

  /** The path of a node, without a slash in front. */
  static String name(Node node) {
    String full = node.getPath();
    return full.length() > 1 && full.startsWith("/")
        ? full.substring(1, full.endsWith("/") ? full.length() - 1 : full.length())
        : full;
  }

  @Override
  public void close() {
    guard("file", () -> closed(file));
  }

  private static boolean closed(HdfFile file) {
    file.close();
    return true;
  }

  private static Optional<Node> find(Group root, String nodePath) {
    Optional<Node> node = Optional.of(root);
    for (String name : nodePath.split("/", -1)) {
      node = node.filter(Group.class::isInstance).flatMap(parent -> resolve((Group) parent, name));
    }
    return node;
  }

  private static Optional<Node> resolve(Group group, String name) {
    return Optional.ofNullable(group.getChildren().get(name))
        .map(node -> node instanceof Link link ? link.getTarget() : node);
  }

  // The library throws its own exceptions, and on damaged bytes any other. It also makes room for
  // sizes
  // that a file declares before it looks whether they are there, and follows what points in
  // circles.
  private static <T> T guarded(Path path, String field, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (MatrixException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      throw MatrixException.badInput(
              path, field, "unreadable (" + deepest(e) + ")", "an undamaged HDF5 file")
          .causedBy(e);
    }
  }

  private static String deepest(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static void close(
      Path path, @org.jspecify.annotations.Nullable SeekableByteChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw MatrixException.io(path, e);
      }
    }
  }
}
