package io.scstream.serve.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose tokens are taken. */
class OidcTokensTest {
  private static RSAKey key;
  private static RSAKey otherKey;
  private static OidcTokens tokens;

  @BeforeAll
  static void provider() throws Exception {
    key = new RSAKeyGenerator(2048).keyID("k").generate();
    otherKey = new RSAKeyGenerator(2048).keyID("k").generate();
    OidcTokens.Provider provider =
        new OidcTokens.Provider(
            "https://id.example",
            "scstream",
            URI.create("https://id.example/keys").toURL(),
            "realm.roles");
    tokens = new OidcTokens(provider, new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())));
  }

  private static JWTClaimsSet.Builder claims(Object roles) {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example")
        .audience("scstream")
        .subject("ada")
        .expirationTime(Date.from(Instant.now().plusSeconds(600)))
        .claim("realm", Map.of("roles", roles));
  }

  private static String signed(JWTClaimsSet.Builder claims, RSAKey with) throws JOSEException {
    return signed(claims, JWSAlgorithm.RS256, new RSASSASigner(with));
  }

  private static String signed(JWTClaimsSet.Builder claims, JWSAlgorithm by, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(new JWSHeader.Builder(by).keyID("k").build(), claims.build());
    token.sign(signer);
    return token.serialize();
  }

  @Test
  void rolesComeFromTheClaim() throws Exception {
    assertThat(tokens.caller(signed(claims(List.of("x", "scstream-read")), key)))
        .hasValue(new Caller("ada", Role.READ));
    assertThat(tokens.caller(signed(claims("scstream-read scstream-admin"), key)))
        .hasValue(new Caller("ada", Role.ADMIN));
    assertThat(tokens.caller(signed(claims(List.of("x")), key))).isEmpty();
    assertThat(tokens.caller(signed(claims("").claim("realm", "scstream-read"), key))).isEmpty();
  }

  @Test
  void othersAreNotTaken() throws Exception {
    Object roles = List.of("scstream-admin");
    assertThat(tokens.caller(signed(claims(roles), otherKey))).as("another key").isEmpty();
    assertThat(tokens.caller(signed(claims(roles).issuer("https://evil.example"), key))).isEmpty();
    assertThat(tokens.caller(signed(claims(roles).audience("other"), key))).isEmpty();
    assertThat(tokens.caller(signed(claims(roles).subject(null), key))).isEmpty();
    assertThat(tokens.caller(signed(claims(roles).expirationTime(null), key))).isEmpty();
    Date past = Date.from(Instant.now().minusSeconds(600));
    assertThat(tokens.caller(signed(claims(roles).expirationTime(past), key))).isEmpty();
    assertThat(tokens.caller("no.token.atall")).isEmpty();
    assertThat(tokens.caller("")).isEmpty();
  }

  @Test
  void aPublicKeyDoesNotPassForASecret() throws Exception {
    JWTClaimsSet.Builder claims = claims(List.of("scstream-admin"));
    byte[] secret = key.toRSAPublicKey().getEncoded();
    assertThat(tokens.caller(signed(claims, JWSAlgorithm.HS256, new MACSigner(secret)))).isEmpty();
    assertThat(tokens.caller(new PlainJWT(claims.build()).serialize())).as("unsigned").isEmpty();
  }
}
