package io.scstream.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scstream.store.BlobRef;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions are listed, found and fetched. */
class ModelRoutesTest {
  private static final String VERSIONS = "/api/v1/lineages/screen/versions";
  private static final String BLOB = VERSIONS + "/100/blobs/genes.tsv";
  private static final byte[] CONTENT = Versions.bytes(300_000);
  private static final String TAG = "\"" + BlobRef.of(CONTENT).sha256() + "\"";

  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(folder);
    Versions.publish(server.store(), "screen", 100, CONTENT);
    Versions.publish(server.store(), "screen", 200, new byte[] {1, 2, 3});
    Versions.publish(server.store(), "screen", 300, new byte[0]);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void versionsComeNewestFirstAndInParts() throws Exception {
    assertThat(server.text(VERSIONS + "?limit=2"))
        .contains("\"more\":true")
        .contains("\"latest\":300")
        .containsSubsequence("\"version\":300", "\"version\":200")
        .doesNotContain("\"version\":100");
    assertThat(server.text(VERSIONS + "?before=200"))
        .contains("\"more\":false")
        .contains("\"version\":100")
        .doesNotContain("\"version\":200");
  }

  @Test
  void whateverARefNamesIsFoundAndWhereItStays() throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading("/api/v1/versions?ref=screen@latest"));
    String place = answer.headers().firstValue("Content-Location").orElseThrow();
    assertThat(place).isEqualTo(VERSIONS + "/300");
    HttpResponse<byte[]> same = server.send(server.reading(place));
    assertThat(same.body()).isEqualTo(answer.body());
    String tag = same.headers().firstValue("ETag").orElseThrow();
    assertThat(tag).isEqualTo("\"" + BlobRef.of(same.body()).sha256() + "\"");
    HttpResponse<byte[]> known = server.send(server.reading(place).header("If-None-Match", tag));
    assertThat(known.statusCode()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ref=screen@42, 404",
    "ref=other, 404",
    "ref=screen@promoted, 404",
    "ref=Screen@1, 400",
    "ref=, 400",
    "reference=screen, 400"
  })
  void whatNamesNothingIsRefused(String query, int status) throws Exception {
    assertThat(server.send(server.reading("/api/v1/versions?" + query)).statusCode())
        .isEqualTo(status);
  }

  @Test
  void aFileIsFetchedWhole() throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading(BLOB));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
    assertThat(answer.headers().firstValue("ETag")).hasValue(TAG);
    assertThat(server.send(server.reading(VERSIONS + "/300/blobs/genes.tsv")).body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=1000-1999, 1000, 2000",
    "bytes=299999-, 299999, 300000",
    "bytes=100-9999999, 100, 300000",
    "bytes=-5, 299995, 300000",
    "bytes=-9999999, 0, 300000"
  })
  void aRangeIsJustThat(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading(BLOB).header("Range", range));
    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(CONTENT, from, to));
    assertThat(answer.headers().firstValue("Content-Range"))
        .hasValue("bytes " + from + "-" + (to - 1) + "/300000");
  }

  @Test
  void aUnitThatIsNotBytesIsNoRange() throws Exception {
    HttpResponse<byte[]> answer = server.send(server.reading(BLOB).header("Range", "cells=0-1"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(CONTENT);
  }

  @Test
  void aRangeOfWhatTheFileWasBeforeIsTheWholeFile() throws Exception {
    HttpRequest.Builder same =
        server.reading(BLOB).header("Range", "bytes=0-9").header("If-Range", TAG);
    assertThat(server.send(same).statusCode()).isEqualTo(206);
    HttpRequest.Builder other =
        server.reading(BLOB).header("Range", "bytes=0-9").header("If-Range", "\"other\"");
    assertThat(server.send(other).body()).isEqualTo(CONTENT);
    HttpRequest.Builder weak =
        server.reading(BLOB).header("Range", "bytes=0-9").header("If-Range", "W/" + TAG);
    assertThat(server.send(weak).statusCode()).as("weak tags do not do").isEqualTo(200);
  }

  @Test
  void headTellsWithoutTheBytes() throws Exception {
    HttpResponse<byte[]> answer =
        server.send(server.reading(BLOB).method("HEAD", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("300000");
    assertThat(answer.headers().firstValue("ETag")).hasValue(TAG);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void aDamagedFileDoesNotPassForWhole() throws Exception {
    byte[] content = Versions.bytes(400_000);
    Versions.publish(server.store(), "damaged", 1, content);
    Path blob = folder.resolve("blobs").resolve(BlobRef.of(content).sha256());
    byte[] damaged = content.clone();
    damaged[content.length - 1]++;
    Files.delete(blob);
    Files.write(blob, damaged);
    String path = "/api/v1/lineages/damaged/versions/1/blobs/genes.tsv";
    assertThatThrownBy(() -> server.send(server.reading(path))).isInstanceOf(IOException.class);
  }
}
