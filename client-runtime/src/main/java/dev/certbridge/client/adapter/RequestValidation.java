package dev.certbridge.client.adapter;

import dev.certbridge.client.transport.PublicSuffix;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a request before it is sent. One exception reports all violations. */
public final class RequestValidation {

    /**
     * The maximum number of names, including the common name, that DigiCert accepts in a certificate. Other authorities
     * accept fewer names.
     */
    private static final int MOST_NAMES = 250;

    private final OrderRequest request;
    private final List<String> names;
    private final List<Violation> violations = new ArrayList<>();

    private RequestValidation(OrderRequest request) {
        this.request = request;
        this.names = request.names();
    }

    /**
     * Checks the requirements that all resellers share. A request needs a CSR and names that match the CSR. A request
     * can set validation methods only for its names. A reissue needs the permission to revoke the old certificate. The
     * page {@code docs/requests.md} lists further violations, which no public certificate authority accepts.
     */
    public static RequestValidation of(OrderRequest request) {
        RequestValidation check = new RequestValidation(request);
        if (request.hasCsr()) {
            request.csr().problems().forEach(problem -> check.violation("csr", problem));
            check.namesAgree();
        } else {
            check.violation("csr", "is missing; give one with csr(...)");
        }
        check.namesCanBeIssued();
        request.dcvByName().keySet().stream()
                .filter(name -> request.hasCsr() && !check.names.contains(name))
                .sorted()
                .forEach(name -> check.violation("dcv", "is set for " + name + ", which is not an ordered name"));
        if (request.kind() == OrderId.Kind.REISSUE && !request.revokingOldAllowed()) {
            check.violation("reissue", "may revoke the old certificate; allow this with oldMayBeRevoked()");
        }
        return check;
    }

    /**
     * Throws {@link InvalidRequestException} if the request is a reissue or a completion, because {@code orderAll}
     * accepts only orders and renewals.
     */
    public static void requireOrder(OperationRef operation, OrderRequest request) {
        String takes = ", but orderAll accepts only orders and renewals; send it with order(...)";
        if (request.completes().isPresent()) {
            throw InvalidRequestException.local(
                    operation, List.of(new Violation("completes", "is a completion" + takes)));
        }
        if (request.kind() == OrderId.Kind.REISSUE) {
            throw InvalidRequestException.local(operation, List.of(new Violation("kind", "is a reissue" + takes)));
        }
    }

    private void namesCanBeIssued() {
        if (names.size() > MOST_NAMES) {
            violation(
                    "names",
                    "contain " + names.size() + " names, but a certificate can have at most " + MOST_NAMES
                            + "; order several certificates");
        }
        for (String name : names) {
            DomainName.findProblem(name)
                    .or(() -> PublicSuffix.findProblem(name))
                    .ifPresent(problem -> violation("names", name + " " + problem));
        }
    }

    private void namesAgree() {
        Set<String> ordered = new HashSet<>(names);
        Set<String> signed = new HashSet<>(request.csr().names());
        if (!ordered.equals(signed)) {
            violation(
                    "names",
                    "are " + names + " but the CSR is for " + request.csr().names() + "; they must be the same");
        } else if (!ordered.isEmpty() && !startsWithCommonName()) {
            violation(
                    "names",
                    "start with " + names.get(0) + " but the CSR's common name is "
                            + request.csr().commonName().orElse(""));
        }
        if (ordered.isEmpty()) {
            violation("names", "are missing, and the CSR contains no names");
        }
    }

    // A CSR has no common name if its first name is too long. In this case, any name may be first.
    private boolean startsWithCommonName() {
        String first = names.get(0);
        return request.csr().commonName().orElse(first).equals(first);
    }

    /**
     * Checks the unit and the amount of the validity. If {@code required} is true, a request without a validity is a
     * violation.
     */
    public RequestValidation validity(Validity.Unit unit, int most, boolean required) {
        String wanted = unit.name().toLowerCase(Locale.ROOT);
        if (request.validity().isEmpty() && required) {
            violation("validity", "is missing; give one in " + wanted);
        }
        request.validity().ifPresent(validity -> {
            if (validity.unit() != unit) {
                violation("validity", "is " + validity + " but this reseller accepts " + wanted);
            } else if (validity.amount() > most) {
                violation("validity", "is " + validity + " but at most " + most + " is allowed");
            }
        });
        return this;
    }

    /** Checks that the id of the old certificate in a renewal or reissue matches the pattern. */
    public RequestValidation source(Pattern form, String described) {
        request.source()
                .map(CertificateId::providerId)
                .filter(id -> !form.matcher(id).matches())
                .ifPresent(id -> violation("source", "\"" + id + "\" is not a " + described));
        return this;
    }

    /** Checks that every ordered name matches the pattern and has an allowed length. */
    public RequestValidation names(Pattern form, int least, int most) {
        names.stream()
                .filter(name -> name.length() < least
                        || name.length() > most
                        || !form.matcher(name).matches())
                .forEach(name -> violation("names", name + " is not accepted by this reseller"));
        return this;
    }

    /**
     * Checks that a text has an allowed length and contains no control characters. The minimum length does not count
     * the spaces at both ends. A missing text is no violation.
     */
    public RequestValidation text(String field, Optional<String> value, int least, int most) {
        value.ifPresent(text -> {
            if (text.strip().length() < least || text.length() > most) {
                violation(
                        field, "has " + text.strip().length() + " characters, but must have " + least + " to " + most);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                violation(field, "has a line break or another control character");
            }
        });
        return this;
    }

    /** Checks that a text matches the pattern. A missing text is no violation. */
    public RequestValidation form(String field, Optional<String> value, Pattern form, String described) {
        value.filter(text -> !form.matcher(text).matches()).ifPresent(text -> violation(field, "must be " + described));
        return this;
    }

    /** Adds a violation. One exception reports all violations of a request. */
    public RequestValidation violation(String field, String message) {
        violations.add(new Violation(field, message));
        return this;
    }

    /** Throws {@link InvalidRequestException} if the request has a violation. The exception contains all violations. */
    public void requireClean(OperationRef origin) {
        if (!violations.isEmpty()) {
            throw InvalidRequestException.local(origin, violations);
        }
    }
}
