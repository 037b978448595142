package io.scstream.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scstream.jobs.publish.VersionFiles;
import io.scstream.matrix.CountMatrices;
import io.scstream.matrix.CountMatrix;
import io.scstream.matrix.MatrixException;
import io.scstream.matrix.Orientation;
import io.scstream.matrix.ReadOptions;
import io.scstream.matrix.Rows;
import io.scstream.models.ModelException;
import io.scstream.models.learner.Canary;
import io.scstream.models.learner.GaugeFormat;
import io.scstream.models.learner.LearnerSnapshot;
import io.scstream.schema.CellChunkRecord;
import io.scstream.schema.GeneSpaceRecord;
import io.scstream.schema.cells.ChunkBuilder;
import io.scstream.schema.cells.ChunkRules;
import io.scstream.schema.framing.Framing;
import io.scstream.schema.framing.SingleObjectFraming;
import io.scstream.schema.framing.UndecodableException;
import io.scstream.store.ManifestParser;
import io.scstream.store.SafetensorsHeader;
import io.scstream.store.StagedVersionParser;
import io.scstream.store.StoreException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Everything that reads bytes of others: it reads them, or refuses them in its own words. */
enum Parser {
  MANIFEST {
    @Override
    void parse(byte[] bytes) {
      var manifest = ManifestParser.fromJson(new String(bytes, UTF_8));
      require(ManifestParser.fromJson(ManifestParser.toJson(manifest)).equals(manifest));
    }
  },
  STAGED_VERSION {
    @Override
    void parse(byte[] bytes) {
      var staged = StagedVersionParser.fromJson(new String(bytes, UTF_8));
      require(StagedVersionParser.fromJson(StagedVersionParser.toJson(staged)).equals(staged));
    }
  },
  SAFETENSORS_HEADER {
    @Override
    void parse(byte[] bytes) throws IOException {
      SafetensorsHeader.read(new ByteArrayInputStream(bytes), bytes.length);
    }
  },
  /** Two files, after the length of the first one as a big-endian int32. */
  SNAPSHOT {
    @Override
    void parse(byte[] bytes) {
      if (bytes.length > Integer.BYTES) {
        int length = ByteBuffer.wrap(bytes).getInt();
        int first = Math.floorMod(length, bytes.length - Integer.BYTES + 1) + Integer.BYTES;
        byte[] weights = Arrays.copyOfRange(bytes, Integer.BYTES, first);
        byte[] optimizer = Arrays.copyOfRange(bytes, first, bytes.length);
        var snapshot = LearnerSnapshot.of(weights, optimizer);
        byte[] again = snapshot.weightsSafetensors();
        LearnerSnapshot.of(again, snapshot.optimizerSafetensors());
      }
    }
  },
  CANARY {
    @Override
    void parse(byte[] bytes) {
      byte[] written = Canary.read(bytes).write();
      require(Arrays.equals(Canary.read(written).write(), written));
    }
  },
  GAUGE {
    @Override
    void parse(byte[] bytes) {
      var gauge = GaugeFormat.read(bytes);
      require(GaugeFormat.read(GaugeFormat.write(gauge)).equals(gauge));
    }
  },
  GENES {
    @Override
    void parse(byte[] bytes) {
      VersionFiles.geneIds(bytes);
    }
  },
  CHUNK {
    @Override
    void parse(byte[] bytes) {
      CellChunkRecord chunk = Framings.CHUNK.read(bytes);
      if (ChunkRules.check(chunk).isEmpty()) {
        ChunkBuilder.cellsOf(chunk);
      }
    }
  },
  GENE_SPACE {
    @Override
    void parse(byte[] bytes) {
      Framings.GENE_SPACE.read(bytes);
    }
  },
  TABLE {
    @Override
    void parse(byte[] bytes) throws IOException {
      count(
          file("table.csv", bytes),
          ReadOptions.defaults().withOrientation(Orientation.CELLS_IN_ROWS));
    }
  },
  MATRIX_MARKET {
    @Override
    void parse(byte[] bytes) throws IOException {
      file("barcodes.tsv", "a\nb\nc\n".getBytes(UTF_8));
      file("features.tsv", "g\tg\tGene Expression\nh\th\tGene Expression\n".getBytes(UTF_8));
      count(file("matrix.mtx", bytes), ReadOptions.defaults());
    }
  },
  HDF5 {
    @Override
    void parse(byte[] bytes) throws IOException {
      count(file("counts.h5", bytes), ReadOptions.defaults());
    }
  };

  /** They read every released schema when they are made. */
  private static final class Framings {
    static final Framing<CellChunkRecord> CHUNK = SingleObjectFraming.of(CellChunkRecord.class);
    static final Framing<GeneSpaceRecord> GENE_SPACE =
        SingleObjectFraming.of(GeneSpaceRecord.class);
  }

  /** Where files of readers of files are written. */
  private static final Path FOLDER = folder();

  /** Reads bytes, or throws what the parser says of bytes that it refuses, or anything else. */
  abstract void parse(byte[] bytes) throws IOException;

  /**
   * Reads bytes.
   *
   * @throws RuntimeException that no caller is prepared for
   */
  final void read(byte[] bytes) {
    try {
      parse(bytes);
    } catch (StoreException | ModelException | UndecodableException | MatrixException e) {
      // Refused, in words that a caller is prepared for.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of its corpus. */
  final String corpus() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void count(Path path, ReadOptions options) {
    try (CountMatrix matrix = CountMatrices.open(path, options)) {
      for (String column : matrix.obsColumns()) {
        matrix.obs(column);
      }
      try (Rows rows = matrix.rows(16)) {
        while (rows.hasNext()) {
          rows.next();
        }
      }
    }
  }

  private static Path file(String name, byte[] bytes) throws IOException {
    return Files.write(FOLDER.resolve(name), bytes);
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("scstream-fuzz");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalStateException("What was written is read as something else");
    }
  }
}
