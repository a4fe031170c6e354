package dev.imagemirrors.handler;

import dev.imagemirrors.cluster.ClusterKey;
import dev.imagemirrors.event.Event;
import dev.imagemirrors.event.EventReader;
import dev.imagemirrors.event.Faults;
import dev.imagemirrors.event.Fields;
import dev.imagemirrors.event.Target;
import dev.imagemirrors.history.Actor;
import dev.imagemirrors.json.Json;
import dev.imagemirrors.mirror.InvalidField;
import dev.imagemirrors.operation.Announcements;
import dev.imagemirrors.operation.PossiblyAccepted;
import dev.imagemirrors.operation.Request;
import dev.imagemirrors.reply.Links;
import dev.imagemirrors.reply.OperationReply;
import dev.imagemirrors.reply.Output;
import dev.imagemirrors.reply.Reply;
import dev.imagemirrors.reply.ReplyWriter;
import dev.imagemirrors.wiring.Invocation;
import dev.imagemirrors.wiring.Services;
import dev.imagemirrors.wiring.Wiring;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/// Handles one request per event: reads the event, opens the services in its region and role, lets
/// the verb work, and writes the reply. Every failure is caught and reported here, once.
public final class RequestHandler implements EventHandler {
  /// How long a handler takes that shows something. A call to OCM takes a part of it.
  private static final Duration SHOWING = Duration.ofSeconds(13);

  private final Reading reading;
  private final Kind kind;

  private enum Kind {
    /// Announces what it refuses to the bus.
    WRITES,
    READS,
    /// Reads, with little time for OCM.
    SHOWS,
    /// Shows mirrors, which have `output=idms` too.
    LISTS
  }

  private RequestHandler(Reading reading, Kind kind) {
    this.reading = reading;
    this.kind = kind;
  }

  /// A handler whose requests are writes. A refused write from the bus is announced there, since
  /// the bus discards its reply.
  public static RequestHandler writing(BiFunction<Fields, Target, Request> read) {
    return writing(read, RequestHandler::submit);
  }

  /// A handler whose requests become writes, or are answered in another way.
  public static <R> RequestHandler writing(BiFunction<Fields, Target, R> read, Writing<R> answer) {
    return new RequestHandler(
        (fields, target) -> {
          var request = read.apply(fields, target);
          var links = Links.of(fields.event());
          return services -> answer.answer(request, services, links);
        },
        Kind.WRITES);
  }

  /// Submits a write, and replies with its result so far.
  public static Reply submit(Request request, Services services, Links links) {
    return OperationReply.of(services.writes().submit(request), request, links);
  }

  /// Answers a request; the links point to the operation that it becomes.
  public interface Writing<R> {
    Reply answer(R request, Services services, Links links);
  }

  /// A handler that reads its request with `read` and answers it with `answer`.
  public static <R> RequestHandler reading(
      BiFunction<Fields, Target, R> read, BiFunction<R, Services, Reply> answer) {
    return new RequestHandler(request(read, answer), Kind.READS);
  }

  /// A handler that shows what there is. It answers from the records when OCM does not answer, so
  /// it waits for OCM for a shorter time.
  public static <R> RequestHandler showing(
      BiFunction<Fields, Target, R> read, BiFunction<R, Services, Reply> answer) {
    return new RequestHandler(request(read, answer), Kind.SHOWS);
  }

  /// A handler that shows a list of mirrors, which has `output=idms` too.
  public static <R> RequestHandler listing(
      BiFunction<Fields, Target, R> read, BiFunction<R, Services, Reply> answer) {
    return new RequestHandler(request(read, answer), Kind.LISTS);
  }

  private static <R> Reading request(
      BiFunction<Fields, Target, R> read, BiFunction<R, Services, Reply> answer) {
    return (fields, target) -> {
      var request = read.apply(fields, target);
      return services -> answer.apply(request, services);
    };
  }

  private boolean isBrief() {
    return kind == Kind.SHOWS || kind == Kind.LISTS;
  }

  @Override
  public Json answer(byte[] bytes, Wiring wiring, Invocation invocation) {
    var event = read(bytes, invocation);
    var fields = new Fields(event);
    var output = fields.optional("output", Output::of);
    if (output == Output.IDMS && kind != Kind.LISTS) {
      fields.fault("output", "can be 'idms' only when listing image mirrors");
      output = null;
    }
    var reply = reply(event, fields, wiring, invocation);
    if (reply instanceof Reply.Problem problem) {
      log(problem, invocation);
      // Problems of an operation are announced from the history.
      if (kind == Kind.WRITES
          && event.actor().via() == Actor.Via.BUS
          && !problem.type().isTransient()
          && !problem.more().containsKey("operation_id")) {
        announce(event, fields, problem, wiring);
      }
    }
    return ReplyWriter.write(event.shape(), output == null ? Output.REPLY : output, reply);
  }

  private static Event read(byte[] bytes, Invocation invocation) {
    try {
      return EventReader.read(bytes, invocation.requestId(), invocation.fromService());
    } catch (InvalidField fault) {
      var problem = Reply.Problem.of(new Faults(List.of(fault)));
      log(problem, invocation);
      throw problem.failure();
    }
  }

  private static void log(Reply.Problem problem, Invocation invocation) {
    invocation.telemetry().problem(problem.detail(), ReplyWriter.problem(problem));
  }

  private Reply reply(Event event, Fields fields, Wiring wiring, Invocation invocation) {
    var target = wiring.settings().target(fields);
    try {
      var request = reading.read(fields, target);
      var refusal = wiring.settings().refuse(target, event);
      return refusal.isPresent()
          ? refusal.get()
          : request.answer(
              wiring.services(target, isBrief() ? invocation.atMost(SHOWING) : invocation));
    } catch (Faults faults) {
      return Reply.Problem.of(faults);
    } catch (PossiblyAccepted accepted) {
      failed(accepted.failure(), target, wiring, invocation);
      return Unexpected.problem(accepted, invocation.requestId())
          .at(Links.of(event).operation(accepted.operationId()));
    } catch (RuntimeException failure) {
      failed(failure, target, wiring, invocation);
      return Unexpected.problem(failure, invocation.requestId());
    }
  }

  private static void failed(
      RuntimeException failure, Target target, Wiring wiring, Invocation invocation) {
    invocation.telemetry().broken(failure);
    if (Unexpected.isExpiredSession(failure)) {
      wiring.forgetSession(target);
    }
  }

  private static void announce(Event event, Fields fields, Reply.Problem problem, Wiring wiring) {
    var detail =
        Json.object()
            .put("event_id", event.id())
            .put("cluster", cluster(event))
            .put("problem", ReplyWriter.problem(problem))
            .build();
    var settings = wiring.settings();
    var requested = settings.target(fields);
    // An event is not announced in a region or a role that it may not use.
    var target = settings.refuse(requested, event).isPresent() ? settings.own() : requested;
    wiring.announcements(target).announce(Announcements.FAILED, detail);
  }

  /// The cluster as the event names it, if it has a valid length: an announcement must fit the bus.
  private static Json cluster(Event event) {
    return event.given().get("cluster") instanceof Json.Str(var name)
            && name.length() <= ClusterKey.MAX_LENGTH
        ? Json.of(name)
        : Json.Null.NULL;
  }

  private interface Reading {
    Answerable read(Fields fields, Target target);
  }

  private interface Answerable {
    Reply answer(Services services);
  }
}
