package io.scstream.cli;

import io.scstream.serve.Listening;
import io.scstream.serve.access.Gate;
import io.scstream.serve.access.OidcTokens;
import io.scstream.serve.access.Origins;
import io.scstream.serve.access.RequestRate;
import io.scstream.serve.access.Role;
import io.scstream.serve.access.SharedToken;
import io.scstream.serve.access.Tokens;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Who may use the server. */
final class AccessOptions {
  private static final String READ_VARIABLE = "SCSTREAM_READ_TOKEN";
  private static final String ADMIN_VARIABLE = "SCSTREAM_ADMIN_TOKEN";
  private static final int REQUESTS_AT_ONCE = 400;

  @Spec(Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  @Option(
      names = "--read-token-file",
      paramLabel = "FILE",
      description = "File with the token of readers; or the variable " + READ_VARIABLE + ".")
  private @Nullable Path readToken;

  @Option(
      names = "--admin-token-file",
      paramLabel = "FILE",
      description =
          "File with the token of administrators; or the variable "
              + ADMIN_VARIABLE
              + ". Without any token and provider one is made up and printed, if only this machine"
              + " reaches the server.")
  private @Nullable Path adminToken;

  @Option(
      names = "--oidc-issuer",
      paramLabel = "URL",
      description = "OpenID provider whose tokens are taken, as in their claim iss.")
  private @Nullable String issuer;

  @Option(
      names = "--oidc-audience",
      paramLabel = "TEXT",
      description = "The claim aud of tokens that are for this server.")
  private @Nullable String audience;

  @Option(
      names = "--oidc-keys",
      paramLabel = "URL",
      description = "Where the provider publishes its keys (JWKS).")
  private @Nullable String keys;

  @Option(
      names = "--oidc-role-claim",
      paramLabel = "NAME",
      description =
          "Claim that holds "
              + OidcTokens.READER
              + " or "
              + OidcTokens.ADMINISTRATOR
              + ", such as realm_access.roles (${DEFAULT-VALUE}).")
  private String roleClaim = "roles";

  @Option(
      names = "--allow-host",
      paramLabel = "NAME",
      description = "Further name under which browsers reach the server; repeatable.")
  private List<String> hosts = new ArrayList<>();

  @Option(
      names = "--allow-origin",
      paramLabel = "URL",
      description = "Another site whose pages may use the server (CORS); repeatable.")
  private List<String> origins = new ArrayList<>();

  @Option(
      names = "--requests-per-second",
      paramLabel = "N",
      description = "Requests of one address in the long run (${DEFAULT-VALUE}).")
  private int requestsPerSecond = 50;

  /**
   * A gate, and the token to be shown to the user where it was made up.
   *
   * @param token empty where the user has one
   */
  record Access(Gate gate, Optional<String> token) {}

  /** A gate for a server that listens there. */
  Access access(Listening listening, Clock clock) {
    List<Tokens> known = new ArrayList<>();
    token(readToken, READ_VARIABLE).ifPresent(t -> known.add(new SharedToken(t, Role.READ)));
    token(adminToken, ADMIN_VARIABLE).ifPresent(t -> known.add(new SharedToken(t, Role.ADMIN)));
    provider().ifPresent(provider -> known.add(new OidcTokens(provider)));
    Optional<String> madeUp = Optional.empty();
    if (known.isEmpty()) {
      if (listening.isPublic()) {
        throw misuse(
            "Missing token for a server that others reach; expected --admin-token-file,"
                + " --read-token-file or --oidc-issuer");
      }
      String token = SharedToken.random();
      known.add(new SharedToken(token, Role.ADMIN));
      madeUp = Optional.of(token);
    }
    if (requestsPerSecond < 1) {
      throw misuse("Invalid --requests-per-second: " + requestsPerSecond + "; expected 1 or more");
    }
    return new Access(
        new Gate(
            Tokens.anyOf(known),
            new Origins(names(listening), Set.copyOf(origins)),
            new RequestRate(REQUESTS_AT_ONCE, requestsPerSecond, clock)),
        madeUp);
  }

  /** Names to answer to; any where the server has no name of its own. */
  private Set<String> names(Listening listening) {
    Set<String> names = new HashSet<>(hosts);
    if (!listening.isPublic()) {
      names.addAll(Origins.loopback());
    } else if (!hosts.isEmpty()) {
      names.add(listening.host());
    }
    return names;
  }

  private Optional<String> token(@Nullable Path file, String variable) {
    String text = file == null ? System.getenv(variable) : read(file);
    if (text == null || (file == null && text.isEmpty())) {
      return Optional.empty();
    }
    String token = text.strip();
    if (token.length() < SharedToken.LEAST_CHARACTERS || token.chars().anyMatch(c -> c <= ' ')) {
      throw misuse(
          "Invalid token in "
              + (file == null ? variable : file)
              + "; expected one word of at least "
              + SharedToken.LEAST_CHARACTERS
              + " characters");
    }
    return Optional.of(token);
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw misuse("Unreadable " + file + "; expected a file with a token");
    }
  }

  private Optional<OidcTokens.Provider> provider() {
    if (issuer == null && audience == null && keys == null) {
      return Optional.empty();
    }
    if (issuer == null || audience == null || keys == null) {
      throw misuse("Expected all of --oidc-issuer, --oidc-audience and --oidc-keys, or none");
    }
    return Optional.of(new OidcTokens.Provider(issuer, audience, keysUrl(keys), roleClaim));
  }

  private URL keysUrl(String text) {
    try {
      URL url = URI.create(text).toURL();
      boolean isHere = Origins.loopback().contains(url.getHost());
      if (url.getProtocol().equals("https") || (url.getProtocol().equals("http") && isHere)) {
        return url;
      }
    } catch (MalformedURLException | IllegalArgumentException e) {
      throw misuse("Invalid --oidc-keys: " + text + "; expected an https URL");
    }
    throw misuse("Invalid --oidc-keys: " + text + "; expected an https URL");
  }

  private ParameterException misuse(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
