package dev.certbridge.conformance.wire;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.reseller.failure.RateLimitedException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refusal for too many calls says until when, at each reseller, for reads and orders. */
class RateLimitTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After: 120 | Date: Sun, 22 Nov 2026 10:00:00 GMT"
                        + " | ; wait 120 s before the next call, until 2026-11-22T10:02:00Z",
                "Retry-After: Sun, 22 Nov 2026 10:00:30 GMT | Date: Sun, 22 Nov 2026 10:00:00 GMT"
                        + " | ; wait 30 s before the next call, until 2026-11-22T10:00:30Z",
                "Retry-After: 5 | X-Nothing: 1 | ; wait 5 s before the next call",
                "X-Nothing: 1 | X-Nothing: 2 | ; the reseller does not say until when, so wait some minutes before the"
                        + " next call"
            })
    void the_message_says_until_when(String retryAfter, String date, String said) {
        try (RawServer server = RawServer.always(ServerStep.json(429, "", retryAfter, date))) {
            for (String reseller : GeneratedClientSession.CLIENTS.keySet()) {
                try (GeneratedClientSession session = GeneratedClientSession.open(reseller, server.options())) {
                    assertSays(session::read, said);
                }
            }
            for (SpendCall call : SpendCall.all()) {
                try (GeneratedClientSession session = GeneratedClientSession.open(call.reseller(), server.options())) {
                    assertSays(() -> session.spend(call, SpendPermit.once()), said);
                }
            }
        }
    }

    private static void assertSays(ThrowingCallable call, String said) {
        assertThatThrownBy(call)
                .isInstanceOf(RateLimitedException.class)
                .hasMessageEndingWith("rate limited: 429" + said);
    }
}
