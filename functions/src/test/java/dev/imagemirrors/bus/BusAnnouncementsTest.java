package dev.imagemirrors.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.imagemirrors.json.Json;
import dev.imagemirrors.operation.Announcements.Announcement;
import dev.imagemirrors.operation.Announcements.Result;
import dev.imagemirrors.operation.BusUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/// Announcements over a bus that answers as it is told to.
class BusAnnouncementsTest {
  private static final Announcement SMALL = announcement(10);
  private static final Result ANNOUNCED = new Result.Announced();

  private final List<List<PutEventsRequestEntry>> calls = new ArrayList<>();

  private Function<PutEventsRequest, PutEventsResponse> bus =
      _ -> PutEventsResponse.builder().failedEntryCount(0).build();

  private final BusAnnouncements announcements =
      new BusAnnouncements(
          new EventBridgeClient() {
            @Override
            public PutEventsResponse putEvents(PutEventsRequest put) {
              calls.add(put.entries());
              return bus.apply(put);
            }

            @Override
            public String serviceName() {
              return "events";
            }

            @Override
            public void close() {}
          },
          "the-bus");

  private static Announcement announcement(int characters) {
    return new Announcement(
        "Image Mirror Created",
        Json.object().put("text", "x".repeat(characters)).build(),
        Json.object().put("truncated", Json.of(true)).build());
  }

  private static EventBridgeException refusal(@Nullable String code, int status) {
    return (EventBridgeException)
        EventBridgeException.builder()
            .message(code)
            .statusCode(status)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(code).build())
            .build();
  }

  @Test
  void sendsTenEntriesInACall() {
    var many = IntStream.range(0, 23).mapToObj(_ -> SMALL).toList();

    assertThat(announcements.announce(many)).hasSize(23).containsOnly(ANNOUNCED);

    assertThat(calls).extracting(List::size).containsExactly(10, 10, 3);
  }

  @Test
  void sendsLessThan256KilobytesInACall() {
    var large = announcement(100 * 1024);

    assertThat(announcements.announce(List.of(large, large, large, SMALL))).containsOnly(ANNOUNCED);

    assertThat(calls).extracting(List::size).containsExactly(2, 2);
  }

  @Test
  void sendsTheStubOfAnEntryThatIsTooLarge() {
    assertThat(announcements.announce(List.of(announcement(256 * 1024), SMALL)))
        .containsExactly(ANNOUNCED, ANNOUNCED);

    assertThat(calls.getFirst())
        .extracting(PutEventsRequestEntry::detail)
        .containsExactly("{\"truncated\":true}", "{\"text\":\"xxxxxxxxxx\"}");
  }

  /// Characters beyond ASCII have more bytes than characters.
  @Test
  void measuresBytes() {
    var text = Json.object().put("text", "\u20ac".repeat(100 * 1024)).build();

    announcements.announce(List.of(new Announcement("t", text, Json.of("stub"))));

    assertThat(calls.getFirst())
        .extracting(PutEventsRequestEntry::detail)
        .containsExactly("\"stub\"");
  }

  @ParameterizedTest
  @CsvSource({
    "InternalFailure,true",
    "ThrottlingException,true",
    "NotAuthorizedForSourceException,false",
    "MalformedDetail,false"
  })
  void looksAtEachEntryOfACallThatFailedInPart(String code, boolean isTransient) {
    bus =
        _ ->
            PutEventsResponse.builder()
                .failedEntryCount(1)
                .entries(
                    PutEventsResultEntry.builder().eventId("1").build(),
                    PutEventsResultEntry.builder().errorCode(code).errorMessage("why").build())
                .build();

    var results = announcements.announce(List.of(SMALL, SMALL));

    var reason = "the bus 'the-bus' rejected an event: " + code + ": why";
    assertThat(results)
        .containsExactly(
            ANNOUNCED, isTransient ? new Result.Unavailable(reason) : new Result.Rejected(reason));
  }

  /// A proxy or an endpoint in front of the bus answers without an error code.
  @Test
  void doesNotStopAtARefusalWithoutACode() {
    bus =
        _ -> {
          throw refusal(null, 403);
        };

    assertThat(announcements.announce(List.of(SMALL, SMALL)))
        .hasSize(2)
        .allSatisfy(result -> assertThat(result).isInstanceOf(Result.Rejected.class));
  }

  @ParameterizedTest
  @CsvSource({
    "InternalException,500,true",
    "ThrottlingException,400,true",
    "ExpiredTokenException,400,true",
    "AccessDeniedException,400,false",
    "ValidationException,400,false"
  })
  void tellsFaultsThatPassFromThoseThatDoNot(String code, int status, boolean isTransient) {
    bus =
        _ -> {
          throw refusal(code, status);
        };

    assertThat(announcements.announce(List.of(SMALL)).getFirst())
        .isInstanceOf(isTransient ? Result.Unavailable.class : Result.Rejected.class);
    assertThatThrownBy(() -> announcements.announce("type", Json.of("detail")))
        .isInstanceOf(isTransient ? BusUnavailable.class : IllegalStateException.class)
        .hasMessageContaining(code);
  }

  @Test
  void sendsTheOthersOfACallThatOneEntrySpoils() {
    bus =
        put -> {
          if (put.entries().stream().anyMatch(entry -> entry.detail().contains("yyy"))) {
            throw refusal("ValidationException", 400);
          }
          return PutEventsResponse.builder().failedEntryCount(0).build();
        };
    var spoiled = new Announcement("t", Json.of("yyy"), Json.of("yyy"));

    var results = announcements.announce(List.of(SMALL, spoiled, SMALL));

    assertThat(results.get(0)).isEqualTo(ANNOUNCED);
    assertThat(results.get(1)).isInstanceOf(Result.Rejected.class);
    assertThat(results.get(2)).isEqualTo(ANNOUNCED);
  }

  @Test
  void isUnavailableWhenTheBusCannotBeReached() {
    bus =
        _ -> {
          throw SdkClientException.create("no route");
        };

    assertThat(announcements.announce(List.of(SMALL, SMALL)))
        .hasSize(2)
        .allSatisfy(result -> assertThat(result).isInstanceOf(Result.Unavailable.class));
  }

  @Test
  void callsNobodyForNothing() {
    assertThat(announcements.announce(List.of())).isEmpty();

    assertThat(calls).isEmpty();
  }
}
