package io.scstream.models.kernel;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A TorchScript archive around a source text, as {@code torch.jit.load} reads it: a zip file of
 * stored entries with the code and two pickles, of an object without attributes and of no
 * constants.
 */
final class ScriptArchive {
  private static final String ROOT = "kernels/";

  /** Of the archive's format, as written since PyTorch 1.6. */
  private static final String VERSION = "3\n";

  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  private ScriptArchive() {}

  /** The archive of one class without attributes. */
  static byte[] of(String className, String source) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "data.pkl", object(className));
      put(zip, "code/__torch__.py", utf8(source));
      put(zip, "constants.pkl", NO_CONSTANTS);
      put(zip, "version", utf8(VERSION));
    } catch (IOException e) {
      throw new UncheckedIOException("A stream in memory failed", e);
    }
    return bytes.toByteArray();
  }

  /** Stored, not compressed: the reader maps entries. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(ROOT + name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Protocol 2: the class, a new object of it, and a state of {@code training = False}. */
  private static byte[] object(String className) {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes(new byte[] {(byte) 0x80, 2});
    pickle.writeBytes(utf8("c__torch__\n" + className + "\n"));
    pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
    pickle.writeBytes(new byte[] {'X', 8, 0, 0, 0});
    pickle.writeBytes(utf8("training"));
    pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
    return pickle.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
