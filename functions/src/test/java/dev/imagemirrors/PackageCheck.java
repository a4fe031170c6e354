package dev.imagemirrors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/// What is deployed: what the functions need, and nothing else. It runs when the package is built.
class PackageCheck {
  private static final Path PACKAGE = Path.of("target/image-mirrors-functions.zip");
  private static final Path BILL = Path.of("target/bom.json");
  private static final long MEGABYTE = 1_000_000;

  private static final String[] JARS = {
    "annotations",
    "auth",
    "aws-core",
    "aws-json-protocol",
    "aws-lambda-java-core",
    "aws-query-protocol",
    "checksums",
    "checksums-spi",
    "crac",
    "dynamodb",
    "endpoints-spi",
    "eventbridge",
    "http-auth",
    "http-auth-aws",
    "http-auth-spi",
    "http-client-spi",
    "identity-spi",
    "image-mirrors-functions",
    "jackson-core",
    "json-utils",
    "metrics-spi",
    "profiles",
    "protocol-core",
    "reactive-streams",
    "regions",
    "retries",
    "retries-spi",
    "sdk-core",
    "secretsmanager",
    "slf4j-api",
    "slf4j-nop",
    "snakeyaml",
    "sqs",
    "sts",
    "third-party-jackson-core",
    "url-connection-client",
    "utils",
    "utils-lite"
  };

  private static Set<String> files() throws IOException {
    var files = new TreeSet<String>();
    try (var zip = new ZipFile(PACKAGE.toFile())) {
      zip.stream()
          .filter(entry -> !entry.isDirectory())
          .forEach(entry -> files.add(entry.getName()));
    }
    return files;
  }

  /// The name of a jar without folder, version and extension.
  private static String name(String file) {
    return file.replaceFirst("^lib/", "").replaceFirst("-[0-9][^/]*\\.jar$", "");
  }

  @Test
  void holdsWhatTheFunctionsUseAndNothingElse() throws IOException {
    assertThat(files()).allMatch(file -> file.startsWith("lib/"));
    assertThat(files().stream().map(PackageCheck::name)).containsExactly(JARS);
  }

  @Test
  void isSmall() throws IOException {
    assertThat(Files.size(PACKAGE)).isLessThan(13 * MEGABYTE);
  }

  /// Everything in it is in the bill of materials, in the same version.
  @Test
  void isDescribedByABillOfMaterials() throws IOException {
    assertThat(BILL).as("what a build makes that is not offline (-o)").exists();
    var bill = new ObjectMapper().readTree(BILL.toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    var described =
        StreamSupport.stream(bill.path("components").spliterator(), false)
            .map(part -> part.path("name").asText() + "-" + part.path("version").asText() + ".jar")
            .toList();

    assertThat(
            files().stream()
                .map(file -> file.replaceFirst("^lib/", ""))
                .filter(file -> !file.startsWith("image-mirrors-functions-")))
        .isSubsetOf(described);
  }
}
