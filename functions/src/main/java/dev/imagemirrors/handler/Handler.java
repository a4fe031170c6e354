package dev.imagemirrors.handler;

import com.amazonaws.services.lambda.runtime.Context;
import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.ProblemType;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.operation.StoreUnavailable;
import dev.imagemirrors.priming.Priming;
import dev.imagemirrors.reply.Links;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Problems;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import dev.imagemirrors.time.Time;
import dev.imagemirrors.wiring.AssumedRole;
import dev.imagemirrors.wiring.Environment;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// The way into a function: reads the event, opens the services in its region and role, lets the
/// verb work, and writes the reply. Whatever goes wrong is caught and told here, once.
public final class Handler {
  private final Wiring wiring;
  private final Work work;
  private final boolean announces;
  private final boolean lists;

  /// Kept here, since those who take snapshots do not.
  private @Nullable Priming priming;

  Wiring wiring() {
    return wiring;
  }

  private Handler(Wiring wiring, Work work, boolean announces, boolean lists) {
    this.wiring = wiring;
    this.work = work;
    this.announces = announces;
    this.lists = lists;
  }

  /// Primes this function with a sample event before Lambda takes a snapshot.
  public Handler primedWith(String sample) {
    priming = Priming.of(sample, wiring.environment(), other -> with(other)::answer);
    return this;
  }

  public Optional<Priming> priming() {
    return Optional.ofNullable(priming);
  }

  /// This entry, with another wiring.
  Handler with(Wiring other) {
    return new Handler(other, work, announces, lists);
  }

  /// An entry whose requests are writes. One from the bus that is refused is announced there, since
  /// nobody waits for its reply.
  public static Handler writing(Environment environment, BiFunction<Fields, Target, Request> read) {
    return writing(environment, read, Handler::submit);
  }

  /// An entry whose requests are writes, or are answered otherwise.
  public static <R> Handler writing(
      Environment environment, BiFunction<Fields, Target, R> read, Writing<R> answer) {
    return new Handler(
        new Wiring(environment, Time.SYSTEM),
        (fields, target) -> {
          var request = read.apply(fields, target);
          var links = Links.of(fields.event());
          return services -> answer.answer(request, services, links);
        },
        true,
        false);
  }

  /// Submits a write, and tells what became of it.
  public static Reply submit(Request request, Services services, Links links) {
    return OperationReply.of(services.writes().submit(request), request, links);
  }

  /// Answers a request; the links are for what it becomes.
  public interface Writing<R> {
    Reply answer(R request, Services services, Links links);
  }

  /// An entry that reads its request with `read` and answers it with `answer`.
  public static <R> Handler reading(
      Environment environment,
      BiFunction<Fields, Target, R> read,
      BiFunction<R, Services, Reply> answer) {
    return new Handler(new Wiring(environment, Time.SYSTEM), work(read, answer), false, false);
  }

  /// An entry whose answer is a list of mirrors, which can be shown as a document too.
  public static <R> Handler listing(
      Environment environment,
      BiFunction<Fields, Target, R> read,
      BiFunction<R, Services, Reply> answer) {
    return new Handler(new Wiring(environment, Time.SYSTEM), work(read, answer), false, true);
  }

  private static <R> Work work(
      BiFunction<Fields, Target, R> read, BiFunction<R, Services, Reply> answer) {
    return (fields, target) -> {
      var request = read.apply(fields, target);
      return services -> answer.apply(request, services);
    };
  }

  public void handle(InputStream in, OutputStream out, Context context) throws IOException {
    wiring.invoke(in, out, context, this::answer);
  }

  Json answer(byte[] bytes, Invocation invocation) {
    var event = read(bytes, invocation);
    var fields = new Fields(event);
    var output = fields.optional("output", Output::of);
    if (output == Output.IDMS && !lists) {
      fields.fault("output", "can be 'idms' where mirrors are listed, and nowhere else");
      output = null;
    }
    var reply = reply(event, fields, invocation);
    if (reply instanceof Reply.Problem problem) {
      tell(problem, invocation);
      // What is in the history is announced from there.
      if (announces
          && event.shape() == Event.Shape.BUS
          && !problem.type().isTransient()
          && !problem.more().containsKey("operation_id")) {
        announce(event, fields, problem);
      }
    }
    return ReplyWriter.write(event.shape(), output == null ? Output.REPLY : output, reply);
  }

  private static Event read(byte[] bytes, Invocation invocation) {
    try {
      return EventReader.read(bytes, invocation.requestId());
    } catch (InvalidField fault) {
      var problem = Reply.Problem.of(new Faults(List.of(fault)));
      tell(problem, invocation);
      throw problem.failure();
    }
  }

  private static void tell(Reply.Problem problem, Invocation invocation) {
    invocation.telemetry().problem(problem.detail(), ReplyWriter.problem(problem));
  }

  private Reply reply(Event event, Fields fields, Invocation invocation) {
    var target = wiring.settings().target(fields);
    try {
      var asked = work.read(fields, target);
      var refusal = wiring.settings().refuse(target, event);
      return refusal.isPresent()
          ? refusal.get()
          : asked.answer(wiring.services(target, invocation));
    } catch (Faults faults) {
      return Reply.Problem.of(faults);
    } catch (RuntimeException broken) {
      invocation.telemetry().broken(broken);
      if (isExpired(broken)) {
        wiring.forgetSession(target);
      }
      return problem(broken, invocation.requestId());
    }
  }

  /// A broken world is told apart from a bug by whether the same event may succeed later.
  static Reply.Problem problem(RuntimeException broken, String requestId) {
    return switch (broken) {
      case StoreUnavailable _ ->
          Problems.unavailable(
              "The store of image mirrors is not available; it may be tried again");
      case AssumedRole.RoleDenied denied ->
          Reply.Problem.of(ProblemType.DENIED, String.valueOf(denied.getMessage()));
      case AwsServiceException expired when isExpired(expired) ->
          Problems.unavailable("The session of the profile has expired; it may be tried again");
      case SdkClientException _ ->
          Problems.unavailable("AWS cannot be reached; it may be tried again");
      case SdkServiceException service
          when service.isThrottlingException() || service.statusCode() >= 500 ->
          Problems.unavailable("An AWS service is not available; it may be tried again");
      default ->
          Reply.Problem.of(
              ProblemType.INTERNAL_ERROR,
              "Something is wrong on our side; the log has more under request ID " + requestId);
    };
  }

  private static boolean isExpired(RuntimeException broken) {
    return broken instanceof AwsServiceException refused
        && refused.awsErrorDetails() != null
        && refused.awsErrorDetails().errorCode().startsWith("ExpiredToken");
  }

  private void announce(Event event, Fields fields, Reply.Problem problem) {
    var detail =
        Json.object()
            .put("event_id", event.id())
            .put("cluster", named(event))
            .put("problem", ReplyWriter.problem(problem))
            .build();
    var settings = wiring.settings();
    var wanted = settings.target(fields);
    // Where an event may not work, nothing is announced either.
    var target = settings.refuse(wanted, event).isPresent() ? settings.own() : wanted;
    wiring.announcements(target).announce(Announcements.FAILED, detail);
  }

  /// The cluster as it was named, where that can be a name at all: an announcement must fit the
  /// bus.
  private static Json named(Event event) {
    return event.given().get("cluster") instanceof Json.Text(var name)
            && name.length() <= ClusterKey.MAX_LENGTH
        ? Json.of(name)
        : Json.Null.NULL;
  }

  private interface Work {
    Asked read(Fields fields, Target target);
  }

  private interface Asked {
    Reply answer(Services services);
  }
}
