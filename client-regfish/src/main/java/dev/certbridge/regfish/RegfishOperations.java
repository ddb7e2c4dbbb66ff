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
import dev.certbridge.reseller.order.OrderId.Kind;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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
        RegfishRequestRules.requireSupported(ORDER, request);
        // Product names and allowed terms change without notice. The catalog is checked for the product later; regfish
        // checks the term.
        RequestValidation check = RequestValidation.of(request)
                .text("product", Optional.of(request.product()), 1, LONGEST_PRODUCT)
                .validity(Validity.Unit.DAYS, Integer.MAX_VALUE, false);
        RegfishRequestRules.checkValues(check, request);
        check.requireClean(ORDER);

        List<String> names = request.names();
        CertificateRequest body = new CertificateRequest()
                .sku(request.product())
                .commonName(names.get(0))
                .csr(request.csr().pem())
                .dcvMethod(DNS);
        List<String> addresses = RegfishRequestRules.addresses(request);
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
        RegfishRequestRules.requireSupported(REISSUE, request);
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
}
