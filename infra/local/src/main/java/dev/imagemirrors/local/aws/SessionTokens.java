package dev.imagemirrors.local.aws;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The session tokens of the functions' credentials, by which the stack tells its functions from
/// other callers. Signatures are not verified, and access keys can be guessed; these cannot.
public final class SessionTokens {
  private final String ofFunctions;
  private final Set<String> ofRoles = ConcurrentHashMap.newKeySet();

  public SessionTokens(String ofFunctions) {
    this.ofFunctions = ofFunctions;
  }

  /// The token in the environment of every function.
  public String ofFunctions() {
    return ofFunctions;
  }

  /// A token for a role that this caller assumes. A function that assumes a role remains one.
  public String forRole(Caller caller) {
    var token = UUID.randomUUID().toString();
    if (isFunction(caller)) {
      ofRoles.add(token);
    }
    return token;
  }

  public boolean isFunction(Caller caller) {
    return caller
        .sessionToken()
        .filter(token -> token.equals(ofFunctions) || ofRoles.contains(token))
        .isPresent();
  }
}
