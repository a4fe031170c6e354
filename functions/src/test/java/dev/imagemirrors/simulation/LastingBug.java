package dev.imagemirrors.simulation;

import static java.util.Objects.requireNonNull;

import dev.imagemirrors.ocm.SimulatedConnection.Unreached;
import dev.imagemirrors.ocm.SimulatedConnection.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/// Bugs that matter when something lasts: an outage, a throttle, a failure of one item.
enum LastingBug implements Bug {
  OUTAGE_IS_NOT_NOTICED(
      "an unanswered call counts as an answer", new LongOutage(), Invariant.READS_IN_OUTAGES) {
    @Override
    public Wire ocm(Wire wire) {
      return (request, deadline, lifetime) -> {
        try {
          var answer = wire.carry(request, deadline, lifetime);
          return answer.status() == 503 ? SimulatedOcm.error(500, "outage") : answer;
        } catch (IOException _) {
          return SimulatedOcm.error(500, "outage");
        }
      };
    }
  },

  OUTAGE_NEVER_ENDS(
      "after an outage, OCM is not called again", new LongOutage(), Invariant.BACKLOG_DRAINS) {
    @Override
    public Wire ocm(Wire wire) {
      var failures = new AtomicInteger();
      return (request, deadline, lifetime) -> {
        if (failures.get() > FAILURES) {
          throw new Unreached();
        }
        try {
          var answer = wire.carry(request, deadline, lifetime);
          count(failures, answer.status() == 503);
          return answer;
        } catch (IOException lost) {
          count(failures, true);
          throw lost;
        }
      };
    }
  },

  FORGETS_CLUSTERS(
      "the records do not know the names of clusters",
      new LongOutage(),
      Invariant.WRITES_IN_OUTAGES) {
    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      return new TableCalls(tables) {
        @Override
        @SuppressWarnings("unchecked")
        <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> onwards) {
          return request instanceof QueryRequest query
                  && query.expressionAttributeValues().containsKey(":name")
              ? (A) QueryResponse.builder().items().build()
              : super.read(request, onwards);
        }
      };
    }
  },

  WAITS_FOR_A_PARKED_LANE(
      "a request waits although its turn is far away", new LongOutage(), Invariant.FEW_EXECUTIONS) {
    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      return new TableCalls(tables) {
        @Override
        @SuppressWarnings("unchecked")
        <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> onwards) {
          var answer = super.read(request, onwards);
          return answer instanceof GetItemResponse got
                  && got.item().containsKey("waiting_state")
                  && isDuring(scheduler, DeployedFunction.Role.WRITE)
              ? (A) got.toBuilder().item(waiting(got.item(), scheduler)).build()
              : answer;
        }
      };
    }
  },

  WAITS_IN_THE_BACKGROUND(
      "the queue's function waits until the next attempt is due",
      new LongOutage(),
      Invariant.FEW_EXECUTIONS) {
    @Override
    public SqsClient queue(SqsClient queue, Scheduler scheduler) {
      return new QueueCalls(queue) {
        @Override
        void changes(ChangeMessageVisibilityRequest change) {
          var pause = Duration.ofSeconds(change.visibilityTimeout());
          scheduler.sleep(pause.compareTo(WAIT) < 0 ? pause : WAIT);
        }
      };
    }
  },

  WAITS_WITHOUT_LIMIT(
      "the pause between attempts grows without limit",
      new LongOutage(),
      Invariant.BACKLOG_DRAINS) {
    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      return new TableCalls(tables) {
        @Override
        @SuppressWarnings("unchecked")
        <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
          return super.write((Q) later(request, scheduler), onwards);
        }
      };
    }
  },

  SHARES_ALL_CONCURRENCY(
      "reads and writes share their concurrency",
      new ReservedConcurrency(),
      Invariant.READS_IN_OUTAGES) {
    @Override
    public Surroundings surroundings(Surroundings surroundings) {
      return surroundings.with(new Limits(3, 0, 0, 0, 2));
    }
  },

  ONE_INDEX_KEY(
      "the index of unfinished operations has one key for all clusters",
      new HotPartition(),
      Invariant.INDEPENDENT_CLUSTERS) {
    @Override
    public Surroundings surroundings(Surroundings surroundings) {
      var writes = surroundings.throughput().ofTables();
      return surroundings.with(new Surroundings.Throughput(writes, writes));
    }

    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      return new TableCalls(tables) {
        @Override
        @SuppressWarnings("unchecked")
        <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
          return super.write((Q) Requests.texts(request, LastingBug::inFirstShard), onwards);
        }
      };
    }
  },

  NOT_RECOVERED(
      "messages that could not be delivered are not recovered",
      new ThrottledAccount(),
      Invariant.EVERY_OPERATION_ENDS) {
    @Override
    public boolean isRecovered() {
      return false;
    }
  },

  ONE_GROUP(
      "the messages of all clusters share a group",
      new StarvedRecovery(),
      Invariant.INDEPENDENT_CLUSTERS) {
    @Override
    public SqsClient queue(SqsClient queue, Scheduler scheduler) {
      return new QueueCalls(queue) {
        @Override
        SendMessageRequest sends(SendMessageRequest send) {
          return send.toBuilder().messageGroupId("all").build();
        }
      };
    }
  },

  RECOVERY_STOPS_AT_A_FAILURE(
      "recovery stops at the first failure", new StarvedRecovery(), Invariant.RECOVERED_IN_TIME) {
    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      var failed = new HashSet<String>();
      return new TableCalls(tables) {
        @Override
        <Q extends DynamoDbRequest, A> A read(Q request, Function<Q, A> onwards) {
          return stopping(() -> super.read(request, onwards), scheduler, failed);
        }

        @Override
        <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
          return stopping(() -> super.write(request, onwards), scheduler, failed);
        }
      };
    }
  },

  NEVER_POSTPONES(
      "recovery does not postpone what it has checked",
      new StarvedRecovery(),
      Invariant.RECOVERED_IN_TIME) {
    @Override
    public DynamoDbClient tables(DynamoDbClient tables, Scheduler scheduler) {
      return new TableCalls(tables) {
        @Override
        @SuppressWarnings("unchecked")
        <Q extends DynamoDbRequest, A> A write(Q request, Function<Q, A> onwards) {
          return request instanceof UpdateItemRequest update
                  && update.updateExpression().startsWith("SET due_at = :due")
              ? (A) UpdateItemResponse.builder().attributes(Map.of()).build()
              : super.write(request, onwards);
        }
      };
    }
  };

  /// How many unanswered calls the planted circuit breaker takes for an outage.
  private static final int FAILURES = 50;

  private static final Duration WAIT = Duration.ofSeconds(50);

  private final String description;

  /// Scenarios have no state.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Scenario scenario;

  private final Invariant violates;

  LastingBug(String description, Scenario scenario, Invariant violates) {
    this.description = description;
    this.scenario = scenario;
    this.violates = violates;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public Invariant violates() {
    return violates;
  }

  /// The same key of the index, whatever the cluster.
  private static String inFirstShard(String text) {
    return text.matches("unfinished#\\d+") ? "unfinished#00" : text;
  }

  private static void count(AtomicInteger failures, boolean failed) {
    failures.set(failed ? failures.get() + 1 : 0);
  }

  private static boolean isDuring(Scheduler scheduler, DeployedFunction.Role role) {
    var name = scheduler.current().name();
    for (var function : DeployedFunction.values()) {
      if (function.role() == role && name.startsWith(function.description() + " ")) {
        return true;
      }
    }
    return false;
  }

  /// The item of a lane whose next attempt seems to be due in a second.
  private static Map<String, AttributeValue> waiting(
      Map<String, AttributeValue> lane, Scheduler scheduler) {
    var changed = new HashMap<>(lane);
    changed.put("lease_until", millis(scheduler, Duration.ofSeconds(1)));
    return changed;
  }

  private static AttributeValue millis(Scheduler scheduler, Duration ahead) {
    return AttributeValue.fromN(
        Long.toString(SimulatedTime.at(scheduler.now()).plus(ahead).toEpochMilli()));
  }

  /// Parks an operation for five times as long.
  private static DynamoDbRequest later(DynamoDbRequest request, Scheduler scheduler) {
    return Requests.update(
        request,
        update -> update.expressionAttributeValues().containsKey(":until"),
        update ->
            Requests.withValue(
                Requests.withValue(update, ":until", longer(update, ":until", scheduler)),
                ":due",
                longer(update, ":due", scheduler)));
  }

  private static AttributeValue longer(UpdateItemRequest update, String name, Scheduler scheduler) {
    var now = SimulatedTime.at(scheduler.now()).toEpochMilli();
    var then = Long.parseLong(requireNonNull(update.expressionAttributeValues().get(name)).n());
    return AttributeValue.fromN(Long.toString(now + 5 * (then - now)));
  }

  /// A call that fails when another one of the same run of recovery has failed.
  private static <A> A stopping(Supplier<A> call, Scheduler scheduler, Set<String> failed) {
    var name = scheduler.current().name();
    if (failed.contains(name)) {
      throw SdkClientException.create("stopped");
    }
    try {
      return call.get();
    } catch (RuntimeException failure) {
      if (name.startsWith(DeployedFunction.RECOVER_OPERATIONS.description())) {
        failed.add(name);
      }
      throw failure;
    }
  }
}
