package dev.certbridge.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.client.transport.ApiResponse;
import dev.certbridge.client.transport.SpendPermit;
import dev.certbridge.realtime.RealtimeClient;
import dev.certbridge.realtime.generated.api.AcmeApi;
import dev.certbridge.realtime.generated.model.AcmeQuoteOrDone;
import dev.certbridge.realtime.generated.model.AcmeSubscriptionRenewRequest;
import dev.certbridge.realtime.generated.model.AcmeSubscriptionUpdateRequest;
import dev.certbridge.realtime.generated.model.Quote;
import dev.certbridge.reseller.ConnectOptions;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A 200 to a change or renewal of an ACME subscription: a price, or the deed itself. The body tells. */
class RealtimeAcmeTest {

    private static final RealtimeStub STUB = RealtimeStub.start();
    private static final RealtimeClient CLIENT = RealtimeClient.connect(
            STUB.apiKey(), ConnectOptions.builder().uri(STUB.uri()).build());

    @AfterAll
    static void close() {
        CLIENT.close();
        STUB.close();
        assertThat(STUB.contractViolations()).isEmpty();
    }

    /** The two calls whose 200 has two meanings. */
    enum Deed {
        CHANGE("updateAcmeSubscription", "Changed") {
            @Override
            ApiResponse call(AcmeApi acme, Boolean quote) {
                var change = new AcmeSubscriptionUpdateRequest().domainNames(List.of("www.example.com"));
                return acme.updateAcmeSubscription(55012L, change, quote, SpendPermit.once());
            }
        },
        RENEWAL("renewAcmeSubscription", "Renewed") {
            @Override
            ApiResponse call(AcmeApi acme, Boolean quote) {
                return acme.renewAcmeSubscription(
                        55012L, new AcmeSubscriptionRenewRequest().period(12), quote, SpendPermit.once());
            }
        };

        private final String operation;
        private final String example;

        Deed(String operation, String example) {
            this.operation = operation;
            this.example = example;
        }

        abstract ApiResponse call(AcmeApi acme, Boolean quote);
    }

    @ParameterizedTest
    @EnumSource
    void asked_for_the_price_the_stub_answers_200_with_a_quote(Deed deed) {
        ApiResponse answer = deed.call(CLIENT.acme(), true);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(quote(answer)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void asked_for_the_deed_the_stub_answers_with_the_status_that_means_nothing_else(Deed deed) {
        ApiResponse answer = deed.call(CLIENT.acme(), null);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("x-process-id")).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_documented_200_to_the_deed_is_no_quote(Deed deed) {
        STUB.answer(deed.operation, CannedFailure.documented(200, deed.example));

        ApiResponse answer = deed.call(CLIENT.acme(), null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(quote(answer)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"CHANGE, ''", "RENEWAL, ''", "CHANGE, '{\"processId\":9182781}'", "RENEWAL, '{\"quote\":null}'"})
    void whatever_else_a_200_holds_it_arrives_and_is_no_quote_even_when_one_was_asked_for(Deed deed, String body) {
        for (Boolean asked : new Boolean[] {null, true}) {
            STUB.answer(deed.operation, CannedFailure.status(200, body, Map.of("Content-Type", "application/json")));

            ApiResponse answer = deed.call(CLIENT.acme(), asked);

            assertThat(answer.success()).isTrue();
            assertThat(quote(answer)).isEmpty();
        }
    }

    private static Optional<Quote> quote(ApiResponse answer) {
        return answer.tryAs(AcmeQuoteOrDone.class).map(AcmeQuoteOrDone::getQuote);
    }
}
