package io.scstream.speed;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.scstream.models.data.Minibatch;
import io.scstream.models.spec.ContrastiveVaeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A temporary folder with the cells that a peer is to learn from. The layout is told in {@code
 * benchmarks/peer.py}.
 */
final class PeerFolder implements AutoCloseable {
  private final Path path;

  private PeerFolder(Path path) {
    this.path = path;
  }

  static PeerFolder write(SpeedModel model, List<Minibatch> minibatches, int threads) {
    try {
      PeerFolder folder = new PeerFolder(Files.createTempDirectory("scstream-peer-"));
      Files.write(
          folder.path.resolve("job.json"),
          new ObjectMapper().writeValueAsBytes(job(model, minibatches, threads)));
      folder.writeCounts(minibatches);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> job(
      SpeedModel model, List<Minibatch> minibatches, int threads) {
    ContrastiveVaeSpec spec = model.spec();
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("genes", spec.genes());
    job.put("batch", minibatches.get(0).cells());
    job.put("background", minibatches.get(0).background());
    job.put("minibatches", minibatches.size());
    job.put("hidden", spec.hidden());
    job.put("background_latent", spec.backgroundLatent());
    job.put("salient_latent", spec.salientLatent());
    job.put("dropout", spec.dropout());
    job.put("threads", threads);
    job.put("seed", model.options().seed());
    return job;
  }

  private void writeCounts(List<Minibatch> minibatches) throws IOException {
    int cells = minibatches.stream().mapToInt(Minibatch::cells).sum();
    int entries = minibatches.stream().mapToInt(Minibatch::nonZeros).sum();
    write("indptr.bin", Math.multiplyExact(Long.BYTES, cells + 1), to -> starts(minibatches, to));
    write(
        "indices.bin",
        Math.multiplyExact(Integer.BYTES, entries),
        to -> minibatches.forEach(it -> Arrays.stream(it.geneIndices()).forEach(to::putInt)));
    write(
        "counts.bin",
        Math.multiplyExact(Float.BYTES, entries),
        to -> minibatches.forEach(it -> Arrays.stream(it.counts()).forEach(to::putFloat)));
  }

  private static void starts(List<Minibatch> minibatches, ByteBuffer to) {
    long before = 0;
    for (Minibatch minibatch : minibatches) {
      for (int row = 0; row < minibatch.cells(); row++) {
        to.putLong(before + minibatch.rowStart(row));
      }
      before += minibatch.nonZeros();
    }
    to.putLong(before);
  }

  private void write(String name, int size, Consumer<ByteBuffer> fill) throws IOException {
    byte[] bytes = new byte[size];
    fill.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    Files.write(path.resolve(name), bytes);
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
