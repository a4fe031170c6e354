package dev.imagemirrors.localstack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The API.
@ExtendWith(OnLocalStack.class)
@Order(2)
class ApiTest {
  private final Deployment deployment;

  ApiTest(Deployment deployment) {
    this.deployment = deployment;
  }

  @Test
  void createsAMirror() {
    var reply =
        deployment
            .home()
            .api(
                "POST",
                "/clusters/mycluster/image-mirrors",
                "{\"source\": \"registry.example.com/team\", \"mirrors\": \"mirror.corp.com/team\"}");

    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    deployment.machines().calls().stream().map(l -> l.length() > 1200 ? l.substring(0, 1200) : l).forEach(System.out::println);
    deployment.machines().logs().forEach((n, l) -> System.out.println("#### " + n + "\n" + l.substring(Math.max(0, l.length() - 3000))));
  }
}
