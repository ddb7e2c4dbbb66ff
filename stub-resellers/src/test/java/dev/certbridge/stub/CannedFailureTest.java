package dev.certbridge.stub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.certbridge.stub.Wire.Got;
import dev.certbridge.stub.realtime.RealtimeOrderBodies;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CannedFailureTest {

    private static final String ORDER = "requestCertificate";

    private final RealtimeStub stub = RealtimeStub.start();
    private final Wire wire = Wire.to(stub);
    private final ObjectNode order = RealtimeOrderBodies.plain(TestCsr.of("www.example.com"));

    @AfterEach
    void stop() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    @Test
    void happens_once_and_books_nothing_unless_more_is_said() throws Exception {
        stub.answer(
                ORDER, CannedFailure.status(503, "<html>", Map.of("Retry-After", "0", "Content-Type", "text/html")));
        Got got = post();
        assertThat(got.status()).isEqualTo(503);
        assertThat(got.text()).isEqualTo("<html>");
        assertThat(got.header("Retry-After")).isEqualTo("0");
        assertThat(stub.ledger().orders()).isZero();
        post().require(202);
    }

    @Test
    void can_be_answered_after_the_order_was_booked() throws Exception {
        stub.answer(ORDER, CannedFailure.status(408).afterBooking());
        post().require(408);
        assertThat(stub.ledger().orders()).isEqualTo(1);
        assertThat(stub.ledger().charged()).isEqualTo(Map.of("EUR", 2500L));
    }

    @Test
    void happens_as_often_as_said_and_failures_queue_up() throws Exception {
        stub.answer(ORDER, CannedFailure.status(502).times(2))
                .answer(ORDER, CannedFailure.status(409).always());
        post().require(502);
        post().require(502);
        post().require(409);
        post().require(409);
        assertThat(stub.journal().received(ORDER)).isEqualTo(4);
    }

    @Test
    void cuts_connections_before_and_after_booking() {
        stub.answer(ORDER, CannedFailure.drop())
                .answer(ORDER, CannedFailure.reset())
                .answer(ORDER, CannedFailure.malformed().afterBooking())
                .answer(ORDER, CannedFailure.drop().afterBooking());
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        }
        assertThat(stub.journal().received(ORDER)).isEqualTo(4);
        assertThat(stub.journal().exchanges()).allMatch(exchange -> exchange.status() == Journal.NO_ANSWER);
        assertThat(stub.ledger().orders()).isEqualTo(2);
    }

    @Test
    void can_be_a_documented_one_by_name() throws Exception {
        stub.answer(ORDER, CannedFailure.documented(400, "InsufficientCreditException"));
        assertThat(post().text("/type")).isEqualTo("InsufficientCreditException");
        assertThatThrownBy(() -> stub.answer(ORDER, CannedFailure.documented(409, "Any")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("requestCertificate has no example Any for status 409");
        assertThatThrownBy(() ->
                        stub.answer(ORDER, CannedFailure.documented(409, "Any").afterBooking()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> stub.answer("orderPizza", CannedFailure.drop()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void can_spare_quotes() throws Exception {
        stub.answer(ORDER, CannedFailure.drop().unlessQuote());
        wire.post(RealtimeOrderBodies.CERTIFICATES + "?quote=true", order).require(200);
        assertThatThrownBy(this::post).isInstanceOf(IOException.class);
        post().require(202);
    }

    @Test
    void can_come_late() throws Exception {
        stub.answer(ORDER, CannedFailure.late(Duration.ofMillis(200)));
        Instant sent = Instant.now();
        post().require(202);
        assertThat(Duration.between(sent, Instant.now())).isGreaterThan(Duration.ofMillis(190));
    }

    @Test
    void can_alter_the_right_answer_on_its_way_back() throws Exception {
        stub.answer(ORDER, CannedFailure.altered(reply -> reply.status(201).without("X-Process-Id")));
        Got got = post();
        assertThat(got.status()).isEqualTo(201);
        assertThat(got.response().headers().firstValue("x-process-id")).isEmpty();
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    private Got post() throws IOException {
        return wire.post(RealtimeOrderBodies.CERTIFICATES, order);
    }
}
