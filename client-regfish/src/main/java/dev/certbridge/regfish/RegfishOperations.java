package dev.certbridge.regfish;

import dev.certbridge.client.adapter.RequestValidation;
import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.regfish.generated.model.Certificate;
import dev.certbridge.regfish.generated.model.CertificateRequest;
import dev.certbridge.regfish.generated.model.ReissueRequest;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.InvalidRequestException;
import dev.certbridge.reseller.failure.InvalidRequestException.Violation;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.UnsupportedException;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.OrderId.Kind;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks requests before anything is sent, and builds the request bodies of orders, renewals and reissues. */
final class RegfishOperations {

    static final OperationRef ORDER = OperationRef.of(Regfish.NAME, "createCertificate");
    static final OperationRef REISSUE = OperationRef.of(Regfish.NAME, "reissueCertificate");
    static final OperationRef COMPLETE = OperationRef.of(Regfish.NAME, "completeCertificate");

    /** The values of the member {@code sku} that the contract lists. */
    static final Set<String> KNOWN_PRODUCTS = Set.of(
            "RapidSSL",
            "RapidSSLWildcard",
            "QuickSSLPremium",
            "SSL123",
            "TrueBusinessID",
            "SecureSite",
            "SSLWebServer");

    private static final int LONGEST_PRODUCT = 100;
    private static final String DNS = "dns-cname-token";
    private static final Pattern ADDRESS = Pattern.compile("[^\\s@]+@[^\\s@]+\\.[^\\s@]+");

    private RegfishOperations() {}

    static void check(ResellerAccount account, OrderRequest request, Spending spending) {
        if (request.completes().isPresent()) {
            requireCompletable(request, spending);
        } else if (request.kind() == Kind.REISSUE) {
            reissueSource(account, request, spending);
        } else {
            order(account, request, spending);
        }
    }

    /** Checks the request for an order or a renewal, and builds its body. */
    static CertificateRequest order(ResellerAccount account, OrderRequest request, Spending spending) {
        requireUnquoted(ORDER, spending);
        RequestValidation.requireOrder(ORDER, request);
        request.source().ifPresent(account::require);
        requireSupported(ORDER, request);
        // Product names and allowed terms change without notice. The catalog is checked for the product later; regfish
        // checks the term.
        RequestValidation check = RequestValidation.of(request)
                .text("product", Optional.of(request.product()), 1, LONGEST_PRODUCT)
                .validity(Validity.Unit.DAYS, Integer.MAX_VALUE, false);
        checkValues(check, request);
        check.requireClean(ORDER);

        List<String> names = request.names();
        CertificateRequest body = new CertificateRequest()
                .sku(request.product())
                .commonName(names.get(0))
                .csr(request.csr().pem())
                .dcvMethod(DNS);
        List<String> addresses = addresses(request);
        if (!addresses.isEmpty()) {
            body.dcvMethod("email").dcvEmails(addresses);
        }
        if (names.size() > 1) {
            body.dnsNames(names.subList(1, names.size()));
        }
        request.validity().ifPresent(validity -> body.validityDays(validity.amount()));
        request.organization().ifPresent(organization -> body.orgId(((Organization.OnFile) organization).id()));
        request.source().map(CertificateId::providerId).ifPresent(body::renewalOfCertificateId);
        return body;
    }

    /**
     * Checks the parts of a reissue request that do not depend on the old certificate. Returns the id of the old
     * certificate.
     */
    static String reissueSource(ResellerAccount account, OrderRequest request, Spending spending) {
        requireUnquoted(REISSUE, spending);
        CertificateId source = request.source().orElseThrow();
        account.require(source);
        requireSupported(REISSUE, request);
        // The contract sets no maximum. A certificate authority that does not support the requested days ignores them.
        RequestValidation.of(request)
                .validity(Validity.Unit.DAYS, Integer.MAX_VALUE, false)
                .requireClean(REISSUE);
        return source.providerId();
    }

    /**
     * Builds the body of the request to reissue the old certificate. The body contains the names exactly as regfish
     * spells them.
     */
    static ReissueRequest reissue(OrderRequest request, Certificate old) {
        Set<String> names = RegfishMapper.names(old);
        if (!names.equals(new HashSet<>(request.names()))) {
            throw refused(
                    REISSUE,
                    "names",
                    "are " + request.names() + " but the certificate is for " + names
                            + "; use the names of the certificate");
        }
        ReissueRequest body = new ReissueRequest()
                .csr(request.csr().pem())
                .commonName(old.getCommonName())
                .dnsNames(old.getDnsNames())
                .dcvMethod(DNS);
        request.validity().ifPresent(validity -> body.validityDays(validity.amount()));
        return body;
    }

    /**
     * Throws if the CSR is for the key of the old certificate. The new certificate needs another key, because only the
     * key distinguishes the two certificates.
     */
    static void requireOtherKey(OrderRequest request, Optional<IssuedCertificate> old) {
        if (old.filter(leaf -> leaf.keySha256().equals(request.csr().keySha256()))
                .isPresent()) {
            throw refused(REISSUE, "csr", "is for the key of the old certificate; create a new key");
        }
    }

    static String requireCompletable(OrderRequest request, Spending spending) {
        requireUnquoted(COMPLETE, spending);
        if (request.kind() == Kind.REISSUE) {
            throw refused(COMPLETE, "id", "belongs to a reissue, which needs no organization");
        }
        if (!(request.organization().orElse(null) instanceof Organization.OnFile onFile)) {
            throw refused(
                    COMPLETE,
                    "organization",
                    "must be an organization on file; create the request with completion(...)");
        }
        if (onFile.id().isBlank()) {
            throw refused(
                    COMPLETE, "organization", "has an empty id; give the id of an organization on file (hdl_...)");
        }
        return onFile.id();
    }

    static void requireUnquoted(OperationRef origin, Spending spending) {
        if (!(spending instanceof Spending.Unquoted)) {
            throw noPrices(origin);
        }
    }

    static UnsupportedException noPrices(OperationRef origin) {
        return new UnsupportedException(
                origin, "nothing was sent: regfish quotes no prices. Order with Spending.unquoted()");
    }

    private static InvalidRequestException refused(OperationRef origin, String field, String message) {
        return InvalidRequestException.local(origin, List.of(new Violation(field, message)));
    }

    /**
     * Throws UnsupportedException if regfish does not support the request. The exception lists all unsupported features
     * of the request.
     */
    private static void requireSupported(OperationRef origin, OrderRequest request) {
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
                    "nothing was sent: the request is not supported. regfish " + String.join(", and ", reasons));
        }
    }

    private static void checkValues(RequestValidation check, OrderRequest request) {
        addresses(request).stream()
                .filter(address -> !ADDRESS.matcher(address).matches())
                .forEach(address -> check.violation("dcv", "contains an invalid e-mail address"));
        request.organization()
                .filter(organization -> organization instanceof Organization.OnFile file
                        && file.id().isBlank())
                .ifPresent(organization -> check.violation("organization", "has an empty id"));
    }

    /** Returns the e-mail addresses that have to approve the request. The result contains each address once. */
    private static List<String> addresses(OrderRequest request) {
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
