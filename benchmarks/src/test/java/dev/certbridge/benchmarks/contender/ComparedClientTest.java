package dev.certbridge.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.benchmarks.server.Counts;
import dev.certbridge.benchmarks.server.FixedServer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that all compared clients send the same requests. */
class ComparedClientTest {

    @ParameterizedTest
    @EnumSource(ComparedClient.class)
    void a_poll_is_one_request_and_an_order_is_one_more_the_neutral_one_after_a_look_at_the_list(ComparedClient peer)
            throws Exception {
        boolean polls = peer.does(ComparedOperation.POLL);
        boolean orders = peer.does(ComparedOperation.ORDER);
        boolean looks = peer == ComparedClient.NEUTRAL_ORDER || peer == ComparedClient.NEUTRAL_ORDER_SQLITE;
        try (FixedServer server = new FixedServer(Optional.empty());
                Contender contender = peer.connect(server.uri())) {
            if (polls) {
                ComparedOperation.POLL.by(contender).call();
            }
            if (orders) {
                ComparedOperation.ORDER.by(contender).call();
            }
            // A contender may open a second connection; ours does for every order.
            assertThat(server.counts())
                    .isEqualTo(
                            new Counts(server.counts().connections(), orders ? 1 : 0, polls ? 1 : 0, looks ? 1 : 0, 0));
        }
    }
}
