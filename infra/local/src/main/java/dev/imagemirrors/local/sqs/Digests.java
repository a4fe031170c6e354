package dev.imagemirrors.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;

/// The digests that SQS computes and clients verify.
final class Digests {
  private Digests() {}

  static String md5(String text) {
    return digest("MD5", text.getBytes(StandardCharsets.UTF_8));
  }

  static String sha256(String text) {
    return digest("SHA-256", text.getBytes(StandardCharsets.UTF_8));
  }

  /// The MD5 of message attributes: sorted by name, each part preceded by its length, with 1 for
  /// text or 2 for bytes.
  static String md5(JsonNode attributes) {
    var sorted = new TreeMap<String, JsonNode>();
    attributes.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
    var bytes = new ByteArrayOutputStream();
    sorted.forEach((name, attribute) -> {
      part(bytes, name.getBytes(StandardCharsets.UTF_8));
      part(bytes, attribute.path("DataType").asText().getBytes(StandardCharsets.UTF_8));
      boolean binary = attribute.has("BinaryValue");
      bytes.write(binary ? 2 : 1);
      part(
          bytes,
          binary
              ? Base64.getDecoder().decode(attribute.path("BinaryValue").asText())
              : attribute.path("StringValue").asText().getBytes(StandardCharsets.UTF_8));
    });
    return digest("MD5", bytes.toByteArray());
  }

  private static void part(ByteArrayOutputStream bytes, byte[] part) {
    bytes.writeBytes(ByteBuffer.allocate(4).putInt(part.length).array());
    bytes.writeBytes(part);
  }

  private static String digest(String algorithm, byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
