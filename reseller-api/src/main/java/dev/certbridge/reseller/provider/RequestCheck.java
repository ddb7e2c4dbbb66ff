package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Validity;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Everything wrong with a request, found before anything is sent and told at once. */
public final class RequestCheck {

    private final OrderRequest request;
    private final List<Violation> violations = new ArrayList<>();

    private RequestCheck(OrderRequest request) {
        this.request = request;
    }

    /** What every reseller needs: a CSR, and names that agree with it. */
    public static RequestCheck of(OrderRequest request) {
        RequestCheck check = new RequestCheck(request);
        if (!request.hasCsr()) {
            return check.violation("csr", "is missing; give one with csr(...)");
        }
        Set<String> ordered = new HashSet<>(request.names());
        Set<String> signed = new HashSet<>(request.csr().names());
        if (!ordered.equals(signed)) {
            check.violation(
                    "names",
                    "are " + request.names() + " but the CSR is for "
                            + request.csr().names() + "; they must be the same");
        } else if (!ordered.isEmpty() && !startsWithCommonName(request)) {
            check.violation(
                    "names",
                    "start with " + request.names().get(0) + " but the CSR's common name is "
                            + request.csr().commonName().orElse(""));
        }
        if (ordered.isEmpty()) {
            check.violation("names", "are missing, and the CSR holds none");
        }
        return check;
    }

    /** A CSR whose common name is too long for one has none, and then any name may come first. */
    private static boolean startsWithCommonName(OrderRequest request) {
        String first = request.names().get(0);
        return request.csr().commonName().orElse(first).equals(first);
    }

    /** The validity is in this unit and at most this; {@code required} when the reseller has no default. */
    public RequestCheck validity(Validity.Unit unit, int most, boolean required) {
        String wanted = unit.name().toLowerCase(java.util.Locale.ROOT);
        if (request.validity().isEmpty() && required) {
            violation("validity", "is missing; this reseller sells " + wanted);
        }
        request.validity().ifPresent(validity -> {
            if (validity.unit() != unit) {
                violation("validity", "is " + validity + " but this reseller sells " + wanted);
            } else if (validity.amount() > most) {
                violation("validity", "is " + validity + " but at most " + most + " are sold");
            }
        });
        return this;
    }

    /** The product is one of these. */
    public RequestCheck product(List<String> known) {
        return known.contains(request.product())
                ? this
                : violation("product", "\"" + request.product() + "\" is none of " + String.join(", ", known));
    }

    /** One more thing that is wrong. */
    public RequestCheck violation(String field, String message) {
        violations.add(new Violation(field, message));
        return this;
    }

    /** Throws {@link InvalidRequestException} with all that was found. */
    public void requireClean(Origin origin) {
        if (!violations.isEmpty()) {
            throw InvalidRequestException.local(origin, violations);
        }
    }
}
