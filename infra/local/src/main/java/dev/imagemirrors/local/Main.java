package dev.imagemirrors.local;

import dev.imagemirrors.local.http.Port;
import dev.imagemirrors.local.template.TemplateFault;
import java.io.IOException;
import java.util.List;

/// The executable jar's commands.
public final class Main {
  private static final String USAGE =
      """
      Usage: java -jar image-mirrors-local.jar COMMAND [OPTIONS]

        serve            run the functions on this machine, behind one port, until stopped
            --port 8080               where the API, Lambda, EventBridge and the other AWS services answer
            --ocm-port 8081           where the OCM simulator answers
            --data DIR                keep tables and queues there; without it they are in memory
            --ocm-url URL             use this OCM and start no simulator; with
            --ocm-token-url URL         its token service,
            --ocm-client-id ID          and a service account's
            --ocm-client-secret SECRET  credentials
            --parameter NAME=VALUE    a value for a parameter of template.yaml (may be repeated)
        demo             play the whole story once, and show it
        ocm-simulator    run the OCM simulator alone, until stopped
            --port 8081
            --host 127.0.0.1          the address to listen on; in a container 0.0.0.0
        help             this text

      The region is AWS_REGION, else us-east-1. Without --host, everything listens on 127.0.0.1 only.
      """;

  private Main() {}

  public static void main(String[] arguments) {
    Port.tuneServers();
    int status = run(List.of(arguments));
    if (status >= 0) {
      System.exit(status);
    }
  }

  /// The exit status, or -1 when something runs on until the process is stopped.
  private static int run(List<String> arguments) {
    try {
      var line = CommandLine.parse(arguments);
      return switch (line.command()) {
        case "serve" -> Serve.run(line, System.getenv());
        case "demo" -> Serve.demo(System.getenv());
        case "ocm-simulator" -> Serve.simulator(line);
        default -> {
          System.out.print(USAGE);
          yield 0;
        }
      };
    } catch (CommandLine.Misuse e) {
      System.err.println("image-mirrors-local: " + e.getMessage() + " (see: help)");
      return 2;
    } catch (TemplateFault | IOException e) {
      System.err.println("image-mirrors-local: " + e.getMessage());
      return 1;
    }
  }
}
