package dev.imagemirrors.simulation;

import dev.imagemirrors.announce.AnnounceChangesFunction;
import dev.imagemirrors.apply.ApplyImageMirrorsFunction;
import dev.imagemirrors.canceloperation.CancelOperationFunction;
import dev.imagemirrors.clusterready.ClusterReadyFunction;
import dev.imagemirrors.create.CreateImageMirrorFunction;
import dev.imagemirrors.delete.DeleteImageMirrorFunction;
import dev.imagemirrors.edit.EditImageMirrorFunction;
import dev.imagemirrors.handler.LambdaHandler;
import dev.imagemirrors.list.ListImageMirrorsFunction;
import dev.imagemirrors.ocmproxy.OcmProxyFunction;
import dev.imagemirrors.recover.RecoverOperationsFunction;
import dev.imagemirrors.runoperation.RunOperationFunction;
import dev.imagemirrors.showoperation.ShowOperationFunction;
import dev.imagemirrors.watchclusters.WatchClustersFunction;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// The configured functions. They keep no state, so all simulations share them.
final class Deployment {
  /// The lifetime of an accepted operation.
  static final Duration LIFETIME = Duration.ofHours(1);

  /// The environment variables that every function has.
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("STACK_NAME", "image-mirrors"),
          Map.entry("AWS_REGION", "us-east-1"),
          Map.entry("TABLE_NAME", SimulatedTables.MIRRORS),
          Map.entry("HISTORY_TABLE_NAME", SimulatedTables.HISTORY),
          Map.entry("QUEUE_NAME", SimulatedQueue.OPERATIONS),
          Map.entry("DEAD_LETTER_QUEUE_NAME", SimulatedQueue.DEAD_LETTERS),
          Map.entry("EVENT_BUS_NAME", "default"),
          Map.entry("OCM_URL", "https://ocm.example.com"),
          Map.entry("OCM_TOKEN_URL", "https://sso.example.com/token"),
          Map.entry("OCM_SECRET_ID", "ocm"));

  private static final Map<DeployedFunction, LambdaHandler> HANDLERS = handlers();

  private Deployment() {}

  /// The environment variables with this lifetime of operations.
  static Map<String, String> variables(Duration lifetime) {
    var all = new HashMap<>(VARIABLES);
    all.put("OPERATION_LIFETIME_HOURS", Long.toString(lifetime.toHours()));
    return all;
  }

  static LambdaHandler handler(DeployedFunction function) {
    return Objects.requireNonNull(HANDLERS.get(function));
  }

  private static Map<DeployedFunction, LambdaHandler> handlers() {
    var handlers = new EnumMap<DeployedFunction, LambdaHandler>(DeployedFunction.class);
    for (var function : DeployedFunction.values()) {
      handlers.put(function, make(function));
    }
    return handlers;
  }

  private static LambdaHandler make(DeployedFunction function) {
    return switch (function) {
      case CREATE -> new CreateImageMirrorFunction(VARIABLES);
      case EDIT -> new EditImageMirrorFunction(VARIABLES);
      case DELETE -> new DeleteImageMirrorFunction(VARIABLES);
      case APPLY -> new ApplyImageMirrorsFunction(VARIABLES);
      case LIST -> new ListImageMirrorsFunction(VARIABLES);
      case OCM_PROXY -> new OcmProxyFunction(VARIABLES);
      case SHOW_OPERATION -> new ShowOperationFunction(VARIABLES);
      case CANCEL -> new CancelOperationFunction(VARIABLES);
      case RUN_OPERATION -> new RunOperationFunction(VARIABLES);
      case CLUSTER_READY -> new ClusterReadyFunction(VARIABLES);
      case WATCH_CLUSTERS -> new WatchClustersFunction(VARIABLES);
      case RECOVER_OPERATIONS -> new RecoverOperationsFunction(VARIABLES);
      case ANNOUNCE_CHANGES -> new AnnounceChangesFunction(VARIABLES);
    };
  }
}
