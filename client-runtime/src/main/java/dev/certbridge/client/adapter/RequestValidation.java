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

/** Everything wrong with a request, found before anything is sent and told at once. */
public final class RequestValidation {

    /** DigiCert's limit, the common name included; other authorities allow fewer. */
    private static final int MOST_NAMES = 250;

    private final OrderRequest request;
    private final List<Violation> violations = new ArrayList<>();

    private RequestValidation(OrderRequest request) {
        this.request = request;
    }

    /**
     * What every reseller needs: a CSR, names that agree with it, ways of proof for these names only, and for a reissue
     * the word that the old certificate may be revoked. Nothing that no public certificate authority issues, as {@code
     * docs/requests.md} lists it. That the CSR's signature holds and its names are domain names was checked when it was
     * read.
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
                .filter(name -> request.hasCsr() && !request.names().contains(name))
                .sorted()
                .forEach(name -> check.violation("dcv", "names " + name + ", which is not ordered"));
        if (request.kind() == OrderId.Kind.REISSUE && !request.revokingOldAllowed()) {
            check.violation(
                    "reissue", "may revoke the old certificate; say that this is allowed with oldMayBeRevoked()");
        }
        return check;
    }

    /**
     * Refuses a request that was given to the wrong method, before anything is sent.
     *
     * @throws InvalidRequestException it is of another kind
     */
    public static void requireKind(OperationRef origin, OrderRequest request, OrderId.Kind kind) {
        if (request.kind() != kind) {
            String method = switch (request.kind()) {
                case ORDER -> "order";
                case RENEWAL -> "renew";
                case REISSUE -> "reissue";
            };
            throw InvalidRequestException.local(
                    origin,
                    List.of(new Violation(
                            "request",
                            "is a " + request.kind().name().toLowerCase(Locale.ROOT) + "; send it with " + method
                                    + "(...)")));
        }
    }

    private void namesCanBeIssued() {
        List<String> names = request.names();
        if (names.size() > MOST_NAMES) {
            violation(
                    "names",
                    "are " + names.size() + ", and a certificate holds at most " + MOST_NAMES
                            + "; order several certificates");
        }
        for (String name : names) {
            DomainName.findProblem(name)
                    .or(() -> PublicSuffix.findProblem(name))
                    .ifPresent(problem -> violation("names", name + " " + problem));
        }
    }

    private void namesAgree() {
        Set<String> ordered = new HashSet<>(request.names());
        Set<String> signed = new HashSet<>(request.csr().names());
        if (!ordered.equals(signed)) {
            violation(
                    "names",
                    "are " + request.names() + " but the CSR is for "
                            + request.csr().names() + "; they must be the same");
        } else if (!ordered.isEmpty() && !startsWithCommonName()) {
            violation(
                    "names",
                    "start with " + request.names().get(0) + " but the CSR's common name is "
                            + request.csr().commonName().orElse(""));
        }
        if (ordered.isEmpty()) {
            violation("names", "are missing, and the CSR holds none");
        }
    }

    /** A CSR whose common name is too long for one has none, and then any name may come first. */
    private boolean startsWithCommonName() {
        String first = request.names().get(0);
        return request.csr().commonName().orElse(first).equals(first);
    }

    /** The validity is in this unit and at most this; {@code required} when the reseller has no default. */
    public RequestValidation validity(Validity.Unit unit, int most, boolean required) {
        String wanted = unit.name().toLowerCase(Locale.ROOT);
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

    /** The certificate that is renewed or reissued has an id of this form. */
    public RequestValidation source(Pattern form, String described) {
        request.source()
                .map(CertificateId::providerId)
                .filter(id -> !form.matcher(id).matches())
                .ifPresent(id -> violation("source", "\"" + id + "\" is no " + described));
        return this;
    }

    /** Every ordered name fits, at this length. */
    public RequestValidation names(Pattern form, int least, int most) {
        request.names().stream()
                .filter(name -> name.length() < least
                        || name.length() > most
                        || !form.matcher(name).matches())
                .forEach(name -> violation("names", name + " is not taken by this reseller"));
        return this;
    }

    /** A text that, once stripped, has this many characters, all on one line. What is missing is fine. */
    public RequestValidation text(String field, Optional<String> value, int least, int most) {
        value.ifPresent(text -> {
            if (text.strip().length() < least || text.length() > most) {
                violation(field, "has " + text.strip().length() + " characters, and needs " + least + " to " + most);
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                violation(field, "has a line break or another control character");
            }
        });
        return this;
    }

    /** A text of this form. What is missing is fine. */
    public RequestValidation form(String field, Optional<String> value, Pattern form, String described) {
        value.filter(text -> !form.matcher(text).matches()).ifPresent(text -> violation(field, "must be " + described));
        return this;
    }

    /** One more thing that is wrong. */
    public RequestValidation violation(String field, String message) {
        violations.add(new Violation(field, message));
        return this;
    }

    /** Throws {@link InvalidRequestException} with all that was found. */
    public void requireClean(OperationRef origin) {
        if (!violations.isEmpty()) {
            throw InvalidRequestException.local(origin, violations);
        }
    }
}
