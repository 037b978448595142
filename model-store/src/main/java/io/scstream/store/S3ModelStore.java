package io.scstream.store;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A store in a bucket, under the same names as in a folder. The bucket must be there, and its
 * server must know conditional puts ({@code If-None-Match: *} and {@code If-Match}), as Amazon S3
 * does since 2024.
 */
public final class S3ModelStore extends Catalog {

  private static final Pattern PLACE =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]*))?");

  private final S3Client client;

  private S3ModelStore(S3Client client, Storage storage) {
    super(storage);
    this.client = client;
  }

  /**
   * Opens the store in a bucket; nothing is asked of the server yet.
   *
   * @param place {@code s3://bucket[/prefix]}
   */
  public static S3ModelStore open(String place, S3Options options) {
    Matcher parts = PLACE.matcher(place);
    if (!parts.matches()) {
      throw StoreException.badInput("Invalid store: " + place + "; expected s3://bucket[/prefix]");
    }
    String prefix = parts.group(2) == null ? "" : parts.group(2).replaceAll("/+$", "");
    S3Client client = client(options);
    return new S3ModelStore(client, new S3Storage(client, parts.group(1), prefix));
  }

  static S3Client client(S3Options options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .forcePathStyle(options.pathStyle())
            // Content is checked by its own hash; other servers know no newer checksums.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(limits(options))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(options.timeout())
                    .socketTimeout(options.timeout()));
    try {
      if (!options.endpoint().isEmpty()) {
        builder.endpointOverride(URI.create(options.endpoint()));
      }
      if (!options.region().isEmpty()) {
        builder.region(Region.of(options.region()));
      }
      return builder.build();
    } catch (SdkException e) {
      throw new StoreException(
          StoreException.Category.BAD_INPUT,
          "Cannot reach an object store: "
              + e.getMessage()
              + "; expected store.region or AWS_REGION",
          e);
    }
  }

  private static ClientOverrideConfiguration limits(S3Options options) {
    return ClientOverrideConfiguration.builder()
        .apiCallAttemptTimeout(options.timeout())
        .apiCallTimeout(options.timeout().multipliedBy(options.attempts()))
        .retryStrategy(
            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(options.attempts())
                .build())
        .build();
  }

  @Override
  public void close() {
    client.close();
  }
}
