package dev.certbridge.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.benchmarks.server.Counts;
import dev.certbridge.benchmarks.server.FixedServer;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What each of them puts on the wire, so that a table compares like with like. */
class PeerTest {

    @ParameterizedTest
    @EnumSource(Peer.class)
    void a_poll_is_one_request_and_an_order_is_one_more_the_neutral_one_after_a_look_at_the_list(Peer peer)
            throws Exception {
        boolean polls = peer.does(Operation.POLL);
        boolean orders = peer.does(Operation.ORDER);
        boolean looks = peer == Peer.NEUTRAL_ORDER || peer == Peer.NEUTRAL_ORDER_SQLITE;
        try (FixedServer server = new FixedServer(Optional.empty());
                Contender contender = peer.connect(server.uri())) {
            if (polls) {
                Operation.POLL.by(contender).call();
            }
            if (orders) {
                Operation.ORDER.by(contender).call();
            }
            // A contender may open a second connection; ours does for every order.
            assertThat(server.counts())
                    .isEqualTo(
                            new Counts(server.counts().connections(), orders ? 1 : 0, polls ? 1 : 0, looks ? 1 : 0, 0));
        }
    }
}
