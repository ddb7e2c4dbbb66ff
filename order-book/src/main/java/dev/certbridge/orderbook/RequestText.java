package dev.certbridge.orderbook;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Validity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Converts an order request with its CSR to the text that a book stores, and back. */
final class RequestText {

    private static final String DCV_OF = "dcv.";

    /**
     * The maximum number of CSRs in the cache. A full cache needs about five megabytes of memory if the CSRs have RSA
     * keys and a few names.
     */
    private static final int MOST_CSRS = 1_000;

    /**
     * A cache of the CSRs that were used last. The check of the signature of a CSR takes longer than reading the rest
     * of a database row.
     */
    private static final Map<String, Csr> CSRS = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Csr> eldest) {
            return size() > MOST_CSRS;
        }
    });

    private RequestText() {}

    static String of(OrderRequest request) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("kind", request.kind().name());
        values.put("product", request.product());
        request.source().ifPresent(id -> values.put("source", id.toString()));
        values.put("names", String.join(",", request.names()));
        request.validity().ifPresent(validity -> {
            values.put("validity", Integer.toString(validity.amount()));
            values.put("unit", validity.unit().name());
        });
        values.put("dcv", request.dcv().toString());
        new TreeMap<>(request.dcvByName()).forEach((name, dcv) -> values.put(DCV_OF + name, dcv.toString()));
        request.organization().ifPresent(organization -> put(values, organization));
        request.approver().ifPresent(approver -> {
            values.put("approver.first", approver.firstName());
            values.put("approver.last", approver.lastName());
            values.put("approver.email", approver.email());
            values.put("approver.phone", approver.phone());
            approver.jobTitle().ifPresent(title -> values.put("approver.title", title));
        });
        request.contact().ifPresent(handle -> values.put("contact", handle));
        request.language().ifPresent(code -> values.put("language", code));
        values.put("old-may-be-revoked", Boolean.toString(request.revokingOldAllowed()));
        values.put("duplicate-allowed", Boolean.toString(request.duplicateAllowed()));
        if (request.hasCsr()) {
            String pem = request.csr().pem();
            values.put("csr", pem);
            // The attempt is read again when its request is sent and answered.
            CSRS.put(pem, request.csr());
        }
        return KeyedLines.of(values);
    }

    /**
     * Returns the names in the text of a request. This method does not decode the names, because names contain no
     * escaped characters.
     */
    static List<String> names(String text) {
        return text.lines()
                .filter(line -> line.startsWith("names="))
                .findFirst()
                .map(line -> List.of(line.substring("names=".length()).split(",")))
                .orElseThrow(() -> new IllegalArgumentException("the request has no line names="));
    }

    /** Parses the text of a request. Throws {@link IllegalArgumentException} if {@link #of} did not write the text. */
    static OrderRequest parse(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        OrderRequest.Builder request = start(values).dcv(dcv(need(values, "dcv")));
        value(values, "csr").map(RequestText::csr).ifPresent(request::csr);
        String names = need(values, "names");
        if (!names.isEmpty()) {
            request.names(List.of(names.split(",")));
        }
        values.forEach((name, value) -> {
            if (name.startsWith(DCV_OF)) {
                request.dcv(name.substring(DCV_OF.length()), dcv(value));
            }
        });
        value(values, "validity")
                .map(Integer::parseInt)
                .ifPresent(
                        amount -> request.validity(new Validity(amount, Validity.Unit.valueOf(need(values, "unit")))));
        organization(values).ifPresent(request::organization);
        approver(values).ifPresent(request::approver);
        value(values, "contact").ifPresent(request::contact);
        value(values, "language").ifPresent(request::language);
        if (need(values, "old-may-be-revoked").equals("true")) {
            request.oldMayBeRevoked();
        }
        if (need(values, "duplicate-allowed").equals("true")) {
            request.allowingDuplicate();
        }
        return request.build();
    }

    /**
     * Parses a CSR, or returns the CSR from the cache. Throws {@link IllegalArgumentException} if the CSR is invalid.
     */
    static Csr csr(String pem) {
        Csr cached = CSRS.get(pem);
        if (cached == null) {
            // Two threads may both parse the same text. Their results are equal.
            cached = Csr.parse(pem);
            CSRS.put(pem, cached);
        }
        return cached;
    }

    private static OrderRequest.Builder start(Map<String, String> values) {
        String product = need(values, "product");
        return switch (OrderId.Kind.valueOf(need(values, "kind"))) {
            case ORDER -> OrderRequest.builder(product);
            case RENEWAL -> OrderRequest.renewal(CertificateId.parse(need(values, "source")), product);
            case REISSUE -> OrderRequest.reissue(CertificateId.parse(need(values, "source")));
        };
    }

    private static DcvMethod dcv(String text) {
        if (text.startsWith("email ")) {
            return DcvMethod.email(text.substring("email ".length()));
        }
        return text.equals(DcvMethod.FILE.toString()) ? DcvMethod.FILE : DcvMethod.DNS;
    }

    private static void put(Map<String, String> values, Organization organization) {
        if (organization instanceof Organization.OnFile onFile) {
            values.put("organization.id", onFile.id());
        } else if (organization instanceof Organization.Details details) {
            values.put("organization.name", details.name());
            details.address().ifPresent(value -> values.put("organization.address", value));
            details.postalCode().ifPresent(value -> values.put("organization.postal-code", value));
            details.city().ifPresent(value -> values.put("organization.city", value));
            details.state().ifPresent(value -> values.put("organization.state", value));
            details.country().ifPresent(value -> values.put("organization.country", value));
            details.registration().ifPresent(value -> values.put("organization.registration", value));
        }
    }

    private static Optional<Organization> organization(Map<String, String> values) {
        Optional<Organization> onFile = value(values, "organization.id").map(Organization::onFile);
        Optional<Organization> details = value(values, "organization.name")
                .map(name -> new Organization.Details(
                        name,
                        value(values, "organization.address"),
                        value(values, "organization.postal-code"),
                        value(values, "organization.city"),
                        value(values, "organization.state"),
                        value(values, "organization.country"),
                        value(values, "organization.registration")));
        return onFile.or(() -> details);
    }

    private static Optional<Approver> approver(Map<String, String> values) {
        return value(values, "approver.first")
                .map(first -> new Approver(
                        first,
                        need(values, "approver.last"),
                        need(values, "approver.email"),
                        need(values, "approver.phone"),
                        value(values, "approver.title")));
    }

    private static Optional<String> value(Map<String, String> values, String name) {
        return Optional.ofNullable(values.get(name));
    }

    private static String need(Map<String, String> values, String name) {
        return value(values, name)
                .orElseThrow(() -> new IllegalArgumentException("a stored request has no line " + name + "="));
    }
}
