package dev.imagemirrors.ocm;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.text.Text;
import dev.imagemirrors.time.Deadline;
import dev.imagemirrors.time.Expiry;
import dev.imagemirrors.time.Time;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Our own access token and the credentials that it comes from, kept in memory.
///
/// Many environments start together, so each one refreshes its token at a random time ahead of its
/// expiry. As long as a token is valid, a token service that gives no new one does no harm. What
/// the token service refuses is not requested again at once.
final class OcmTokens implements TokenSource {
  private static final int LONGEST_DESCRIPTION = 500;
  private static final Duration LONGEST = Duration.ofDays(1);

  /// A token is valid for at least as long as a call takes.
  private static final Duration MARGIN = Duration.ofSeconds(20);

  /// The longest time that a refresh may add to an invocation that has a valid token.
  private static final Duration REFRESH = Duration.ofSeconds(2);

  /// The shortest wait between two attempts to refresh a valid token. The longest is twice this.
  private static final Duration NEXT_REFRESH = Duration.ofSeconds(15);

  /// The wait after a 429 that asks for none.
  private static final Duration THROTTLED = Duration.ofSeconds(1);

  /// The wait after the secret could not be read.
  private static final Duration NO_SECRET = Duration.ofSeconds(5);

  private static final Duration WIDEST_SPREAD = Duration.ofSeconds(30);

  /// The shortest wait after credentials were rejected twice in a row.
  private static final Duration REJECTED = Duration.ofSeconds(10);

  private final Exchange exchange;
  private final URI url;
  private final Supplier<OcmCredentials> credentials;
  private final Time time;
  private final RandomGenerator random;

  /// Held while a token is requested, so that concurrent invocations request one.
  private final ReentrantLock requesting = new ReentrantLock();

  private volatile @Nullable Held held;
  private @Nullable OcmCredentials known;
  private @Nullable Pause pause;
  private int throttled;
  private int rejected;

  /// A token, when it is due to be refreshed, and until when it is valid.
  private record Held(String token, Expiry due, Expiry until) {
    Held dueLater(Expiry next) {
      return new Held(token, next, until);
    }

    Token given() {
      return new Token.Given(token);
    }

    @Override
    public String toString() {
      return "Held until " + until;
    }
  }

  /// No token is requested before `until`; the answer until then.
  private record Pause(Token answer, Expiry until) {}

  OcmTokens(
      Exchange exchange,
      URI url,
      Supplier<OcmCredentials> credentials,
      Time time,
      RandomGenerator random) {
    this.exchange = exchange;
    this.url = url;
    this.credentials = credentials;
    this.time = time;
    this.random = random;
  }

  @Override
  public Token token(Deadline deadline) {
    var valid = valid();
    if (valid == null) {
      return obtained(deadline);
    }
    if (valid.due().hasPassed(time) && requesting.tryLock()) {
      try {
        return refreshed(deadline);
      } finally {
        requesting.unlock();
      }
    }
    return valid.given();
  }

  @Override
  public boolean renews(String refused) {
    requesting.lock();
    try {
      var now = held;
      if (now != null && now.token().equals(refused)) {
        held = null;
      }
      return true;
    } finally {
      requesting.unlock();
    }
  }

  private @Nullable Held valid() {
    var now = held;
    return now == null || now.until().hasPassed(time) ? null : now;
  }

  private Token obtained(Deadline deadline) {
    requesting.lock();
    try {
      var valid = valid();
      return valid == null ? requested(deadline) : valid.given();
    } finally {
      requesting.unlock();
    }
  }

  /// A new token, or the valid one when there is no new one.
  private Token refreshed(Deadline deadline) {
    var old = valid();
    if (old == null) {
      return requested(deadline);
    }
    if (!old.due().hasPassed(time)) {
      return old.given();
    }
    // First of all, so that an exception does not lead to a request in every invocation.
    held = old.dueLater(Expiry.in(time, spread(NEXT_REFRESH, NEXT_REFRESH)));
    try {
      return requested(deadline.atMost(REFRESH)) instanceof Token.Given fresh ? fresh : old.given();
    } catch (RuntimeException _) {
      // The secret cannot be read; without a valid token, the same exception is reported.
      return old.given();
    }
  }

  private Token requested(Deadline deadline) {
    if (pause != null && !pause.until().hasPassed(time)) {
      return pause.answer() instanceof Token.Unavailable(var reason, _)
          ? new Token.Unavailable(reason, pause.until().left(time))
          : pause.answer();
    }
    var wasRead = known == null;
    var token = ask(deadline);
    if (token instanceof Token.Rejected && !wasRead) {
      // The secret may have been replaced since it was read.
      known = null;
      token = ask(deadline);
    }
    pause = pauseAfter(token);
    return token;
  }

  private @Nullable Pause pauseAfter(Token token) {
    return switch (token) {
      case Token.Given _ -> {
        throttled = 0;
        rejected = 0;
        yield null;
      }
      case Token.Rejected _ -> {
        known = null;
        // The first is followed at once, because credentials are usually corrected then.
        yield ++rejected == 1
            ? null
            : new Pause(token, Expiry.in(time, spread(REJECTED, REJECTED)));
      }
      case Token.Unavailable(_, var after) ->
          after == null ? null : new Pause(token, Expiry.in(time, afterThrottling(after)));
    };
  }

  /// Environments that are throttled together come back over a time that doubles with each refusal.
  private Duration afterThrottling(Duration after) {
    var least = after.compareTo(THROTTLED) < 0 ? THROTTLED : after;
    var widest = least.multipliedBy(1L << Math.min(throttled++, 5));
    return spread(after, widest.compareTo(WIDEST_SPREAD) < 0 ? widest : WIDEST_SPREAD);
  }

  private Duration spread(Duration least, Duration most) {
    return least.plus(Duration.ofNanos((long) (most.toNanos() * random.nextDouble())));
  }

  private Token ask(Deadline deadline) {
    try {
      known = known == null ? credentials.get() : known;
    } catch (OcmCredentials.Unusable unusable) {
      return new Token.Rejected(String.valueOf(unusable.getMessage()));
    } catch (OcmCredentials.Unavailable unavailable) {
      return new Token.Unavailable(String.valueOf(unavailable.getMessage()), NO_SECRET);
    }
    var request =
        OcmRequest.of("POST", url).with("application/x-www-form-urlencoded", known.form(), true);
    var authorization = known.authorization();
    var asked = Expiry.in(time, Duration.ZERO);
    return switch (exchange.sendBriefly(
        authorization.map(value -> request.with("Authorization", value)).orElse(request),
        deadline)) {
      case OcmReply.Answered(var status, var body, _, _, _) when status == 200 && body != null ->
          given(body, asked);
      case OcmReply.Answered(var status, var body, _, _, _)
          when status >= 400 && status < 500 && status != 429 && body != null ->
          new Token.Rejected(rejection(body));
      case OcmReply.Answered(var status, _, _, var after, _) ->
          new Token.Unavailable(
              "the token service answered with status " + status,
              after == null && status == 429 ? THROTTLED : after);
      case OcmReply.NotSent(var reason, _) -> new Token.Unavailable(reason, null);
      case OcmReply.Withheld() -> new Token.Unavailable(OcmReply.Withheld.REASON, null);
      case OcmReply.Lost(var reason) -> new Token.Unavailable(reason, null);
      case OcmReply.Unauthenticated(var reason) -> new Token.Rejected(reason);
    };
  }

  private Token given(Json body, Expiry asked) {
    var token = body.at("access_token").asText();
    var seconds = body.at("expires_in").asLong(0);
    if (token == null || !canBeSent(token) || seconds <= 0) {
      return new Token.Unavailable("the token service answered without a token", null);
    }
    var lifetime = Duration.ofSeconds(Math.min(seconds, LONGEST.toSeconds()));
    var tenth = lifetime.dividedBy(10);
    var good = lifetime.minus(tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN);
    held =
        new Held(
            token,
            asked.plus(spread(tenth.multipliedBy(7), tenth.multipliedBy(2))),
            asked.plus(good));
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
