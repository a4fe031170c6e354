package dev.imagemirrors.event;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// A body that is one or more Kubernetes documents, and not the fields of a request: recognised
/// also where its content type says otherwise, and decoded as the shells of all systems write it.
final class DocumentBody {
  /// A member that every document has, at the beginning of a line, or every element of a list.
  private static final Pattern MEMBER =
      Pattern.compile("(?m)^\\uFEFF?(apiVersion:|kind:|[- ] kind: ImageMirror\\b)");

  private DocumentBody() {}

  /// The text of a body. A byte order mark names its encoding: `>` in PowerShell writes UTF-16.
  ///
  /// @throws InvalidField when the bytes are in another encoding
  static String text(byte[] bytes) {
    var charset = charset(bytes);
    try {
      return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new InvalidField("body", "is not valid " + charset + ": save the file as UTF-8");
    }
  }

  /// Whether a byte order mark says that the bytes are UTF-16.
  static boolean isUtf16(byte[] bytes) {
    return charset(bytes).equals(StandardCharsets.UTF_16);
  }

  private static Charset charset(byte[] bytes) {
    var mark = bytes.length < 2 ? 0 : ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
    return mark == 0xfffe || mark == 0xfeff ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8;
  }

  /// Whether an object can only be a document: no request has both members.
  static boolean isDocument(Json body) {
    return body.at("apiVersion").asText() != null && body.at("kind").asText() != null;
  }

  /// Whether a text that is not JSON is a document in YAML, or in UTF-16: API Gateway replaces its
  /// byte order mark, and passes the zero byte of each letter on.
  static boolean isDocument(String text) {
    return MEMBER.matcher(text).find() || text.indexOf('\0') >= 0;
  }
}
