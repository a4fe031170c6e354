package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.text.Text;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Time;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Our own access token, kept until shortly before it expires.
///
/// It expires by the wall clock or the monotonic clock, whichever is first: neither a restored
/// snapshot nor a clock that is set back makes an old token valid again.
final class OcmTokens implements TokenSource {
  private static final int LONGEST_DESCRIPTION = 500;
  private static final Duration AHEAD = Duration.ofSeconds(60);
  private static final Duration LONGEST = Duration.ofDays(1);

  private final Exchange exchange;
  private final URI url;
  private final Supplier<OcmCredentials> credentials;
  private final Time time;

  private @Nullable Kept kept;
  private @Nullable OcmCredentials known;

  /// A token, and the time on both clocks until which it is used.
  private record Kept(String token, Instant until, long untilNanos) {
    boolean good(Time time) {
      return time.now().isBefore(until) && time.nanos() - untilNanos < 0;
    }

    @Override
    public String toString() {
      return "Kept until " + until;
    }
  }

  OcmTokens(Exchange exchange, URI url, Supplier<OcmCredentials> credentials, Time time) {
    this.exchange = exchange;
    this.url = url;
    this.credentials = credentials;
    this.time = time;
  }

  @Override
  public synchronized Token token(Deadline deadline) {
    if (kept != null && kept.good(time)) {
      return new Token.Given(kept.token());
    }
    var fresh = known == null;
    var token = ask(deadline);
    if (token instanceof Token.Rejected && !fresh) {
      // The secret may have been replaced since it was read.
      known = null;
      token = ask(deadline);
    }
    if (!(token instanceof Token.Given)) {
      known = null;
    }
    return token;
  }

  @Override
  public synchronized boolean renews(String refused) {
    if (kept != null && kept.token().equals(refused)) {
      kept = null;
    }
    return true;
  }

  private Token ask(Deadline deadline) {
    try {
      known = known == null ? credentials.get() : known;
    } catch (OcmCredentials.Unusable unusable) {
      return new Token.Rejected(String.valueOf(unusable.getMessage()));
    }
    var request =
        OcmRequest.of("POST", url).with("application/x-www-form-urlencoded", known.form(), true);
    var authorization = known.authorization();
    var asked = time.now();
    var askedNanos = time.nanos();
    return switch (exchange.sendBriefly(
        authorization.map(value -> request.with("Authorization", value)).orElse(request),
        deadline)) {
      case OcmReply.Answered(var status, var body, _, _, _) when status == 200 && body != null ->
          given(body, asked, askedNanos);
      case OcmReply.Answered(var status, var body, _, _, _)
          when status >= 400 && status < 500 && status != 429 && body != null ->
          new Token.Rejected(rejection(body));
      case OcmReply.Answered(var status, _, _, _, _) ->
          new Token.Unavailable("the token service answered with status " + status);
      case OcmReply.NotSent(var reason) -> new Token.Unavailable(reason);
      case OcmReply.Withheld() -> new Token.Unavailable(OcmReply.Withheld.REASON);
      case OcmReply.Lost(var reason) -> new Token.Unavailable(reason);
      case OcmReply.Unauthenticated(var reason) -> new Token.Rejected(reason);
    };
  }

  private Token given(Json body, Instant asked, long askedNanos) {
    var token = body.at("access_token").asText();
    var seconds = body.at("expires_in").asLong(0);
    if (token == null || !canBeSent(token) || seconds <= 0) {
      return new Token.Unavailable("the token service answered without a token");
    }
    var lifetime = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    var fifth = lifetime.dividedBy(5);
    var good = lifetime.minus(fifth.compareTo(AHEAD) < 0 ? fifth : AHEAD);
    kept = new Kept(token, asked.plus(good), askedNanos + good.toNanos());
    return new Token.Given(token);
  }

  /// Whether a header can contain it: the HTTP client would refuse it with a message that quotes
  /// it.
  private static boolean canBeSent(String token) {
    return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static String rejection(Json body) {
    var error = body.at("error").asText();
    var description = body.at("error_description").asText();
    return "The token service rejected our credentials"
        + (error == null ? "" : ": " + error)
        + (description == null ? "" : ": " + Text.shortened(description, LONGEST_DESCRIPTION));
  }
}
