package dev.imagemirrors.local;

import dev.imagemirrors.local.http.Port;
import dev.imagemirrors.local.template.InvalidParameter;
import dev.imagemirrors.local.template.TemplateFault;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Runs the commands of the executable jar.
public final class Main {
  private static final String USAGE =
      """
      Usage: java -jar image-mirrors-local.jar COMMAND [OPTIONS]

        serve            run the functions locally, on one port, until stopped
            --port 8080               port of the API, Lambda, EventBridge and the other AWS services
            --ocm-port 8081           port of the OCM simulator
            --data DIR                keep tables, queues and the simulator's state in DIR
                                      (default: in memory)
            --ocm-url URL             use this OCM instead of the simulator, with
            --ocm-token-url URL         its token service
            --ocm-client-id ID          and the credentials of a service account
            --ocm-client-secret SECRET  (default: OCM_CLIENT_ID and OCM_CLIENT_SECRET in
            --ocm-client-secret-file FILE  the environment)
            --parameter NAME=VALUE    set a parameter of template.yaml (repeatable)
            --allowed-host NAME       answer requests for this host, too (repeatable; default:
                                      localhost and 127.0.0.1 only)
        demo             run an end-to-end demo
        ocm-simulator    run the OCM simulator alone, until stopped
            --port 8081
            --host 127.0.0.1          address to listen on; in a container 0.0.0.0
            --allowed-host NAME       answer requests for this host, too (repeatable)
            --data DIR                keep clusters and image mirrors in DIR
        version          print the versions of the local stack and of Java
        help             print this text

      The region is AWS_REGION, or us-east-1 if it is not set. Servers listen on 127.0.0.1, unless --host is given.

      Examples for `serve`, besides those it prints when it starts:

        aws events put-events --endpoint-url http://127.0.0.1:8080 --entries \\
          '[{"Source":"me","DetailType":"Create Image Mirror","Detail":"{\\"cluster\\":\\"mycluster\\",\
      \\"source\\":\\"registry.redhat.io\\",\\"mirrors\\":[\\"mirror.example.com/redhat\\"]}"}]'

        rosa create image-mirror -c mycluster --source quay.io/team --mirrors mirror.example.com/team

        provider "rhcs" {
          url           = "http://127.0.0.1:8080"
          token_url     = "http://127.0.0.1:8081/auth/realms/redhat-external/protocol/openid-connect/token"
          client_id     = "me"
          client_secret = "any"
        }
      """;

  private Main() {}

  public static void main(String[] arguments) {
    Port.tuneServers();
    int status = run(List.of(arguments));
    if (status >= 0) {
      System.exit(status);
    }
  }

  /// Returns the exit status, or -1 if a server keeps running.
  private static int run(List<String> arguments) {
    try {
      var line = CommandLine.parse(arguments);
      return switch (line.command()) {
        case "serve" -> Serve.run(line, System.getenv());
        case "demo" -> Serve.demo(System.getenv());
        case "ocm-simulator" -> Serve.simulator(line);
        case "version" -> {
          System.out.println("image-mirrors-local " + version() + ", Java " + Runtime.version());
          yield 0;
        }
        default -> {
          System.out.print(USAGE);
          yield 0;
        }
      };
    } catch (CommandLine.Misuse e) {
      System.err.println("image-mirrors-local: " + e.getMessage() + " (see: help)");
      return 2;
    } catch (InvalidParameter e) {
      System.err.println("image-mirrors-local: " + e.getMessage());
      return 2;
    } catch (TemplateFault | IllegalStateException | IOException e) {
      System.err.println("image-mirrors-local: " + e.getMessage());
      return 1;
    }
  }

  /// From the manifest of the jar.
  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not in a jar)");
  }
}
