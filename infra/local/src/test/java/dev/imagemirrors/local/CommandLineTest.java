package dev.imagemirrors.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  @Test
  void acceptsOptionsInBothSpellings() {
    var line = CommandLine.parse(List.of("serve", "--port", "9000", "--data=/tmp/x"));

    assertThat(line.port("--port", 8080)).isEqualTo(9000);
    assertThat(line.port("--ocm-port", 8081)).isEqualTo(8081);
    assertThat(line.option("--data")).contains("/tmp/x");
  }

  @Test
  void acceptsSeveralTemplateParameters() {
    var line = CommandLine.parse(List.of("serve", "--parameter", "A=1", "--parameter=B=x=y"));

    assertThat(line.parameters()).isEqualTo(Map.of("A", "1", "B", "x=y"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          start                 | unknown command 'start'
          serve --prot 1        | unknown option '--prot' for serve
          demo --port 1         | unknown option '--port' for demo
          serve --port          | --port requires a value
          serve --port http     | --port must be a port number, not 'http'
          serve --port 65536    | --port must be a port number, not '65536'
          serve --parameter A   | --parameter must be NAME=VALUE, not 'A'
          serve --ocm-url a     | --ocm-url must be an http or https URL, not 'a'
          serve --ocm-url ftp://a | --ocm-url must be an http or https URL, not 'ftp://a'
          serve --ocm-url http:// | --ocm-url must be an http or https URL, not 'http://'
          serve --ocm-url http://a:65536 | --ocm-url must be an http or https URL, not 'http://a:65536'
          serve --allowed-host a/b | --allowed-host must be NAME or NAME:PORT, not 'a/b'
          """)
  void namesInvalidArguments(String typed, String complaint) {
    assertThatThrownBy(
            () -> {
              var line = CommandLine.parse(List.of(typed.split(" ")));
              line.port("--port", 8080);
              line.parameters();
              line.url("--ocm-url");
              line.allowedHosts();
            })
        .isInstanceOf(CommandLine.Misuse.class)
        .hasMessage(complaint);
  }

  @Test
  void showsHelp() {
    assertThat(CommandLine.parse(List.of()).command()).isEqualTo("help");
    assertThat(CommandLine.parse(List.of("--help")).command()).isEqualTo("help");
    assertThat(CommandLine.parse(List.of("serve", "--help")).command()).isEqualTo("help");
  }
}
