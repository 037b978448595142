package io.scstream.serve.access;

import io.scstream.serve.http.Refused;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which names the server answers to, and which other sites may use it from a browser. A page of
 * another site may not send anything that changes something, and a name that was made to point here
 * (DNS rebinding) is not answered.
 */
public final class Origins {
  private final Set<String> hosts;
  private final Set<String> allowed;

  /**
   * Names and sites.
   *
   * @param hosts names without port; none: any
   * @param allowed other sites, such as {@code https://lab.example}
   */
  public Origins(Set<String> hosts, Set<String> allowed) {
    this.hosts = lower(hosts);
    this.allowed = lower(allowed);
  }

  /** The names of this machine for itself. */
  public static Set<String> loopback() {
    return Set.of("localhost", "127.0.0.1", "[::1]");
  }

  private static Set<String> lower(Set<String> words) {
    Set<String> lower = new HashSet<>();
    words.forEach(word -> lower.add(word.toLowerCase(Locale.ROOT)));
    return lower;
  }

  /**
   * Lets a request for one of the names pass.
   *
   * @throws Refused with 421 otherwise
   */
  void checkHost(@Nullable String host) {
    if (!hosts.isEmpty() && (host == null || !hosts.contains(name(host)))) {
      throw Refused.otherHost("Invalid Host; expected a name of this server");
    }
  }

  private static String name(String host) {
    int colon = host.lastIndexOf(':');
    String name = colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether a browser may show answers to pages of that site. */
  boolean isAllowed(String origin) {
    return allowed.contains(origin.toLowerCase(Locale.ROOT));
  }

  /**
   * Lets a request that changes something pass if it comes from no browser, from the server's own
   * page, or from an allowed site.
   *
   * @throws Refused with 403 otherwise
   */
  void checkSender(@Nullable String origin, @Nullable String site, @Nullable String host) {
    boolean isOwn = origin == null || isOfHost(origin, host) || isAllowed(origin);
    boolean isNear =
        (origin != null && isAllowed(origin))
            || site == null
            || site.equals("same-origin")
            || site.equals("none");
    if (!isOwn || !isNear) {
      throw Refused.notAllowed("Invalid Origin; expected this server's own page");
    }
  }

  private static boolean isOfHost(String origin, @Nullable String host) {
    return host != null
        && (origin.equalsIgnoreCase("http://" + host)
            || origin.equalsIgnoreCase("https://" + host));
  }
}
