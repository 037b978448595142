package io.scstream.models.device;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Loads classes of the class path a second time, as each job on Flink does with its own. */
public final class SecondLoader extends URLClassLoader {
  private final Predicate<String> isShared;

  private SecondLoader(URL[] urls, Predicate<String> isShared) {
    super(urls, ClassLoader.getPlatformClassLoader());
    this.isShared = isShared;
  }

  /** A loader of its own for all classes but those that {@code isShared} names. */
  public static SecondLoader of(Predicate<String> isShared) {
    URL[] urls =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(SecondLoader::url)
            .toArray(URL[]::new);
    return new SecondLoader(urls, isShared);
  }

  /** A loader like that of a job: the tensor library is that of the process. */
  public static SecondLoader ofJob() {
    return of(name -> name.startsWith("ai.djl."));
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    return isShared.test(name)
        ? ClassLoader.getSystemClassLoader().loadClass(name)
        : super.findClass(name);
  }

  @Override
  public void close() {
    try {
      super.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(String path) {
    try {
      return Path.of(path).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(path, e);
    }
  }
}
