package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.aws.Scope;
import dev.imagemirrors.local.dynamodb.DynamoEngine;
import dev.imagemirrors.local.dynamodb.EngineState;
import dev.imagemirrors.local.dynamodb.Tables;
import dev.imagemirrors.local.events.Buses;
import dev.imagemirrors.local.lambda.AsyncInvocations;
import dev.imagemirrors.local.lambda.FailureDestination;
import dev.imagemirrors.local.lambda.Functions;
import dev.imagemirrors.local.lambda.LocalFunction;
import dev.imagemirrors.local.schedule.ScheduleRunner;
import dev.imagemirrors.local.secrets.Secrets;
import dev.imagemirrors.local.sqs.LocalQueue;
import dev.imagemirrors.local.sqs.QueuePoller;
import dev.imagemirrors.local.sqs.Queues;
import dev.imagemirrors.local.state.NoState;
import dev.imagemirrors.local.state.State;
import dev.imagemirrors.local.streams.StreamPoller;
import dev.imagemirrors.local.streams.TableStream;
import dev.imagemirrors.local.template.DeployTarget;
import dev.imagemirrors.local.template.Template;
import dev.imagemirrors.local.template.TemplateFault;
import java.time.Clock;
import java.util.function.Supplier;

/// Builds a site: tables, then functions, then their event sources.
final class SiteBuilder {
  private static final String STACK_NAME = "image-mirrors";

  private final StackOptions options;
  private final String url;
  private final String sessionToken;
  private final DynamoEngine engine;
  private final Supplier<AsyncInvocations> async;
  private final Supplier<FailureDestination> destination;
  private final Clock clock;

  SiteBuilder(
      StackOptions options,
      String url,
      String sessionToken,
      DynamoEngine engine,
      Supplier<AsyncInvocations> async,
      Supplier<FailureDestination> destination,
      Clock clock) {
    this.options = options;
    this.url = url;
    this.sessionToken = sessionToken;
    this.engine = engine;
    this.async = async;
    this.destination = destination;
    this.clock = clock;
  }

  Site build(Scope scope) {
    var template =
        options.template().at(new DeployTarget(scope, STACK_NAME, url, options.parameters()));
    Tables.make(template.tables(), scope, engine);
    State state = options.data().isPresent() ? new EngineState(engine, scope) : new NoState();
    var functions = new Functions(template.functions(), scope, url, sessionToken, options.out());
    var queues = new Queues(template.queues(), clock, state);
    return new Site(
        scope,
        template,
        functions,
        new Buses(template, functions, async.get()),
        new Secrets(template.secrets(), options.secrets()),
        queues,
        drivers(scope, template, functions, queues, state));
  }

  private Drivers drivers(
      Scope scope, Template template, Functions functions, Queues queues, State state) {
    return new Drivers(
        template.queueTriggers().stream()
            .map(trigger ->
                QueuePoller.start(
                    trigger,
                    queues,
                    queue(queues, trigger.queueArn(), trigger.function()),
                    function(functions, trigger.function()),
                    scope.region()))
            .toList(),
        template.streamTriggers().stream()
            .map(trigger ->
                StreamPoller.start(
                    trigger,
                    new TableStream(engine, scope, trigger.table()),
                    function(functions, trigger.function()),
                    destination.get(),
                    clock,
                    state))
            .toList(),
        template.schedules().stream()
            .map(schedule ->
                ScheduleRunner.start(
                    schedule, function(functions, schedule.function()), async.get(), scope, clock))
            .toList());
  }

  private static LocalFunction function(Functions functions, String name) {
    return functions.named(name).orElseThrow();
  }

  private static LocalQueue queue(Queues queues, String arn, String function) {
    return queues
        .find(arn)
        .orElseThrow(() -> new TemplateFault("Resources." + function, "unknown queue " + arn));
  }
}
