package dev.certbridge.orderbook;

import dev.certbridge.reseller.Approver;
import dev.certbridge.reseller.CertificateId;
import dev.certbridge.reseller.DcvMethod;
import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.Organization;
import dev.certbridge.reseller.Validity;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request as text and back, with everything that its fingerprint and its CSR hold. */
final class RequestText {

    private static final String DCV_OF = "dcv.";

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
            values.put("csr", request.csr().pem());
        }
        return KeyedLines.of(values);
    }

    /** The request back; throws {@link IllegalArgumentException} when the text was not written by {@link #of}. */
    static OrderRequest parse(String text) {
        Map<String, String> values = KeyedLines.parse(text);
        OrderRequest request = start(values).dcv(dcv(need(values, "dcv")));
        if (values.containsKey("csr")) {
            request = request.csr(CsrCache.of(values.get("csr")));
        }
        String names = need(values, "names");
        request = names.isEmpty() ? request : request.names(List.of(names.split(",")));
        for (Map.Entry<String, String> value : values.entrySet()) {
            if (value.getKey().startsWith(DCV_OF)) {
                request = request.dcv(value.getKey().substring(DCV_OF.length()), dcv(value.getValue()));
            }
        }
        if (values.containsKey("validity")) {
            Validity.Unit unit = Validity.Unit.valueOf(need(values, "unit"));
            request = request.validity(new Validity(Integer.parseInt(values.get("validity")), unit));
        }
        request = organization(values).map(request::organization).orElse(request);
        request = approver(values).map(request::approver).orElse(request);
        request = value(values, "contact").map(request::contact).orElse(request);
        request = value(values, "language").map(request::language).orElse(request);
        request = need(values, "old-may-be-revoked").equals("true") ? request.oldMayBeRevoked() : request;
        return need(values, "duplicate-allowed").equals("true") ? request.allowingDuplicate() : request;
    }

    private static OrderRequest start(Map<String, String> values) {
        String product = need(values, "product");
        return switch (OrderId.Kind.valueOf(need(values, "kind"))) {
            case ORDER -> OrderRequest.of(product);
            case RENEWAL -> OrderRequest.renewalOf(CertificateId.parse(need(values, "source")), product);
            case REISSUE -> OrderRequest.reissueOf(CertificateId.parse(need(values, "source")));
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
                .orElseThrow(() -> new IllegalArgumentException("what was kept of a request has no " + name));
    }
}
