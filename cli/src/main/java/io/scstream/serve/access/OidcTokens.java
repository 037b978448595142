package io.scstream.serve.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.URL;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens of an OpenID provider: signed with a key that it publishes, by an algorithm with a private
 * key, for this audience, not expired. Roles stand in a claim of the token.
 */
public final class OidcTokens implements Tokens {
  /** What the claim of roles holds for a reader. */
  public static final String READER = "scstream-read";

  /** What the claim of roles holds for an administrator. */
  public static final String ADMINISTRATOR = "scstream-admin";

  private static final Logger LOG = LoggerFactory.getLogger(OidcTokens.class);

  // None that is keyed by a secret: the public key must not pass for one.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384);

  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
  private final List<String> roleClaim;

  /**
   * A provider.
   *
   * @param roleClaim names with a dot between, such as {@code realm_access.roles}
   */
  public record Provider(String issuer, String audience, URL keys, String roleClaim) {}

  /** Trusts this provider; its keys are fetched when first needed, and kept for minutes. */
  public OidcTokens(Provider provider) {
    this(provider, JWKSourceBuilder.create(provider.keys()).retrying(true).build());
  }

  OidcTokens(Provider provider, JWKSource<SecurityContext> keys) {
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            provider.audience(),
            new JWTClaimsSet.Builder().issuer(provider.issuer()).build(),
            Set.of("sub", "exp")));
    this.roleClaim = List.of(provider.roleClaim().split("\\."));
  }

  @Override
  public Optional<Caller> caller(String token) {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return role(claims).map(role -> new Caller(claims.getSubject(), role));
    } catch (ParseException | BadJOSEException e) {
      return Optional.empty(); // Whoever sends it must not fill the log.
    } catch (JOSEException e) {
      LOG.warn("Cannot check OIDC tokens: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Role> role(JWTClaimsSet claims) {
    @Nullable Object value = claims.getClaim(roleClaim.get(0));
    for (String name : roleClaim.subList(1, roleClaim.size())) {
      value = value instanceof Map<?, ?> map ? map.get(name) : null;
    }
    List<?> roles =
        value instanceof List<?> list
            ? list
            : value instanceof String text ? List.of(text.split(" ")) : List.of();
    if (roles.contains(ADMINISTRATOR)) {
      return Optional.of(Role.ADMIN);
    }
    return roles.contains(READER) ? Optional.of(Role.READ) : Optional.empty();
  }
}
