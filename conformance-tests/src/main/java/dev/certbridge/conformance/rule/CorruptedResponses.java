package dev.certbridge.conformance.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.conformance.fixture.TestClient;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.failure.OutcomeUnknownException;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.Reply;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates damaged answers and answers that contain the API key, and reads the ids and attempts that a client has stored
 * after a damaged answer.
 */
final class CorruptedResponses {

    private static final Map<String, String> HTML = Map.of("Content-Type", "text/html");
    private static final String PAGE = "<html><body>Please wait</body></html>";

    private CorruptedResponses() {}

    /** Returns all damaged and wrong answers by name. */
    static Map<String, CannedFailure> all(TestClient client) {
        Map<String, CannedFailure> all = new LinkedHashMap<>();
        all.put("drop", CannedFailure.drop());
        all.put("reset", CannedFailure.reset());
        all.put("broken off", CannedFailure.malformed());
        all.put("html", CannedFailure.status(200, PAGE, HTML));
        all.put(
                "redirect to itself",
                CannedFailure.status(307, "", Map.of("Location", client.stub().uri() + "/again")));
        all.put("timed out", CannedFailure.status(408, PAGE, HTML));
        all.put("gone wrong", CannedFailure.status(500, PAGE, HTML));
        all.put("bad gateway", CannedFailure.status(502, PAGE, HTML));
        all.put("try again", CannedFailure.status(503, PAGE, Map.of("Content-Type", "text/html", "Retry-After", "0")));
        all.put("gateway timed out", CannedFailure.status(504, PAGE, HTML));
        return all;
    }

    /**
     * Returns the answer without the last three bytes of its body. The {@code Content-Length} is the length of the
     * damaged body, so a client notices the damage only when it parses the body.
     */
    static Reply withoutItsEnd(Reply reply) {
        byte[] body = reply.body();
        return reply.withBody(Arrays.copyOf(body, body.length - 3));
    }

    /**
     * Returns the order id that a caller receives, from the returned order or from the {@link OutcomeUnknownException}.
     */
    static Optional<OrderId> seen(Supplier<Order> order) {
        try {
            return Optional.of(order.get().id());
        } catch (OutcomeUnknownException e) {
            return e.seenId();
        }
    }

    /**
     * Returns the attempt with an unknown outcome. Asserts that the order book has exactly one attempt with an unknown
     * outcome.
     */
    static Attempt lost(TestClient client) {
        List<Attempt> unresolved = client.book().unresolved();
        assertThat(unresolved).as("attempts with an unknown outcome").hasSize(1);
        return unresolved.get(0);
    }

    /**
     * Returns the id of the order that {@code reconcile} found, or the ids of its candidates. The list is empty if
     * {@code reconcile} found no order.
     */
    static List<OrderId> ids(Reconciliation found) {
        if (found instanceof Reconciliation.Placed placed) {
            return List.of(placed.id());
        }
        return found instanceof Reconciliation.Candidates candidates ? candidates.ids() : List.of();
    }

    private static final String ECHO = """
            {"success":false,"type":"ValidationError","message":"bad key %1$s","error":"key %1$s","property":"%1$s",
             "violations":[{"field":"%1$s","message":"not %1$s"}]}""";

    /** Returns a refusal with the key in every text of its body and in a header. */
    static CannedFailure echoing(int status, String key) {
        return CannedFailure.status(
                status, ECHO.formatted(key), Map.of("Content-Type", "application/json", "X-Request-Id", key));
    }

    /** Returns the stack trace of a failure as text, with its causes and suppressed failures. */
    static String everythingOf(@Nullable Throwable failure) {
        if (failure == null) {
            throw new AssertionError("a refused call did not fail");
        }
        StringWriter everything = new StringWriter();
        failure.printStackTrace(new PrintWriter(everything));
        return everything.toString();
    }
}
