package dev.certbridge.orderbook;

import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.order.OrderId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Compares a request with the request that the book stores for the same intent. */
final class SpendComparison {

    private SpendComparison() {}

    /** Returns true if two requests are equal and are for the same account. The comparison ignores the CSRs. */
    static boolean isSame(SpendRequest one, SpendRequest other) {
        return one.target().equals(other.target()) && isEqual(one, other);
    }

    private static boolean isEqual(SpendRequest one, SpendRequest other) {
        return one.completes().equals(other.completes())
                && (one.completes().isPresent()
                        || one.request().fingerprint().equals(other.request().fingerprint()));
    }

    /**
     * Returns the message about an intent that was already used for another request. The message shows the differences
     * between the two requests, and what to do next.
     */
    static String mismatch(SpendRequest recorded, SpendRequest request) {
        String used = "nothing was sent: intent \"" + request.intent() + "\" was already used ";
        String client = "this client is connected to " + OrderId.describe(request.target());
        if (isEqual(recorded, request)) {
            return used + "at " + OrderId.describe(recorded.target()) + ", but " + client
                    + ". Check its address and account, or use another intent to order again";
        }
        List<String> different = new ArrayList<>();
        if (request.completes().isPresent()) {
            different.add("is for the completion of " + request.completes().get());
        } else {
            Set<String> parts = new LinkedHashSet<>(parts(request));
            parts.removeAll(parts(recorded));
            different.add(parts.isEmpty() ? "has fewer values" : "has " + String.join(";", parts));
        }
        if (!recorded.target().equals(request.target())) {
            different.add(client);
        }
        return used + "for " + recorded + ", but this request " + String.join(", and ", different)
                + ". Repeat the recorded request, or use another intent to order again";
    }

    private static List<String> parts(SpendRequest request) {
        return List.of(request.request().fingerprint().split(";"));
    }
}
