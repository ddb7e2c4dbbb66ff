package dev.certbridge.regfish;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId.Kind;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a request uses only features and values that regfish accepts. */
final class RegfishRequestRules {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    private RegfishRequestRules() {}

    /**
     * Throws UnsupportedException if regfish does not support the request. The exception lists all unsupported features
     * of the request.
     */
    static void requireSupported(OperationRef origin, OrderRequest request) {
        boolean reissue = request.kind() == Kind.REISSUE;
        boolean fields = request.organization()
                .filter(Organization.Details.class::isInstance)
                .isPresent();
        List<String> reasons = new ArrayList<>();
        if (uses(DcvMethod.File.class, request)) {
            reasons.add("validates by DNS record or e-mail, not by file");
        }
        if (!addresses(request).isEmpty() && uses(DcvMethod.Dns.class, request)) {
            reasons.add("validates all names of a request by the same method, either DNS or e-mail");
        }
        if (reissue && !addresses(request).isEmpty()) {
            reasons.add("does not validate a reissue by e-mail; use DcvMethod.DNS");
        }
        if (reissue && request.organization().isPresent()) {
            reasons.add("does not change the organization in a reissue");
        }
        if (!reissue && fields) {
            reasons.add("accepts only the id of an organization on file, not its fields; use Organization.onFile");
        }
        if (request.approver().isPresent()) {
            reasons.add("supports no approver");
        }
        if (request.contact().isPresent()) {
            reasons.add("supports no contact");
        }
        if (request.language().isPresent()) {
            reasons.add("supports no language");
        }
        if (!reasons.isEmpty()) {
            throw new UnsupportedException(
                    origin,
                    "nothing was sent: the request is not supported. regfish" + " " + String.join(", and ", reasons));
        }
    }

    static void checkValues(RequestValidation check, OrderRequest request) {
        addresses(request).stream()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .forEach(address -> check.violation("dcv", "contains an invalid e-mail address"));
        request.organization()
                .filter(organization -> organization instanceof Organization.OnFile file
                        && file.id().isBlank())
                .ifPresent(organization -> check.violation("organization", "has an empty id"));
    }

    /** Returns the e-mail addresses that have to approve the request. The result contains each address once. */
    static List<String> addresses(OrderRequest request) {
        List<String> addresses = new ArrayList<>();
        for (DcvMethod method : methods(request)) {
            if (method instanceof DcvMethod.Email email && !addresses.contains(email.address())) {
                addresses.add(email.address());
            }
        }
        return addresses;
    }

    private static boolean uses(Class<? extends DcvMethod> method, OrderRequest request) {
        return methods(request).stream().anyMatch(method::isInstance);
    }

    private static Set<DcvMethod> methods(OrderRequest request) {
        if (request.names().isEmpty()) {
            return Set.of(request.dcv());
        }
        Set<DcvMethod> methods = new LinkedHashSet<>();
        for (String name : request.names()) {
            methods.add(request.dcv(name));
        }
        return methods;
    }
}
