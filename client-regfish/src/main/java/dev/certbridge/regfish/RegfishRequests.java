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

/** From our request to regfish's. Everything that can be known to be wrong is told before anything is sent. */
final class RegfishRequests {

    static final OperationRef ORDER = OperationRef.of(Regfish.NAME, "createCertificate");
    static final OperationRef REISSUE = OperationRef.of(Regfish.NAME, "reissueCertificate");
    static final OperationRef COMPLETE = OperationRef.of(Regfish.NAME, "completeCertificate");

    private static final int LONGEST_PRODUCT = 100;
    private static final String DNS = "dns-cname-token";

    private RegfishRequests() {}

    /** Checks any request. */
    static void check(ResellerAccount place, OrderRequest request, Spending spending) {
        if (request.completes().isPresent()) {
            requireCompletable(request, spending);
        } else if (request.kind() == Kind.REISSUE) {
            reissueSource(place, request, spending);
        } else {
            order(place, request, spending);
        }
    }

    /** An order or a renewal, checked. */
    static CertificateRequest order(ResellerAccount place, OrderRequest request, Spending spending) {
        requireUnquoted(ORDER, spending);
        requireOrder(request);
        request.source().ifPresent(place::require);
        RegfishRequestRules.requireSupported(ORDER, request);
        // The catalog decides about products, and regfish about terms: both change without notice.
        RequestValidation check = RequestValidation.of(request)
                .text("product", Optional.of(request.product()), 1, LONGEST_PRODUCT)
                .validity(Validity.Unit.DAYS, Integer.MAX_VALUE, false);
        RegfishRequestRules.checkValues(check, request);
        check.requireClean(ORDER);

        List<String> names = request.names();
        CertificateRequest wire = new CertificateRequest()
                .sku(request.product())
                .commonName(names.get(0))
                .csr(request.csr().pem())
                .dcvMethod(DNS);
        List<String> addresses = RegfishRequestRules.addresses(request);
        if (!addresses.isEmpty()) {
            wire.dcvMethod("email").dcvEmails(addresses);
        }
        if (names.size() > 1) {
            wire.dnsNames(names.subList(1, names.size()));
        }
        request.validity().ifPresent(validity -> wire.validityDays(validity.amount()));
        request.organization().ifPresent(organization -> wire.orgId(((Organization.OnFile) organization).id()));
        request.source().map(CertificateId::providerId).ifPresent(wire::renewalOfCertificateId);
        return wire;
    }

    /** A reissue, checked as far as it can be without its certificate, and the id of that. */
    static String reissueSource(ResellerAccount place, OrderRequest request, Spending spending) {
        requireUnquoted(REISSUE, spending);
        CertificateId source = request.source().orElseThrow();
        place.require(source);
        RegfishRequestRules.requireSupported(REISSUE, request);
        // The contract knows no most: an authority that does not honour the days ignores them.
        RequestValidation.of(request)
                .validity(Validity.Unit.DAYS, Integer.MAX_VALUE, false)
                .requireClean(REISSUE);
        return source.providerId();
    }

    /** A reissue of this certificate, with its names as regfish spells them. */
    static ReissueRequest reissue(OrderRequest request, Certificate old) {
        Set<String> names = RegfishMapper.names(old);
        if (!names.equals(new HashSet<>(request.names()))) {
            throw refused(
                    REISSUE,
                    "names",
                    "are " + request.names() + " but the certificate is for " + names + "; a reissue keeps its names");
        }
        ReissueRequest wire = new ReissueRequest()
                .csr(request.csr().pem())
                .commonName(old.getCommonName())
                .dnsNames(old.getDnsNames())
                .dcvMethod(DNS);
        request.validity().ifPresent(validity -> wire.validityDays(validity.amount()));
        return wire;
    }

    /** The key is the one proof that a certificate is the new one. */
    static void requireOtherKey(OrderRequest request, Optional<IssuedCertificate> old) {
        if (old.filter(leaf -> leaf.keySha256().equals(request.csr().keySha256()))
                .isPresent()) {
            throw refused(REISSUE, "csr", "is for the key of the old certificate; make a new key");
        }
    }

    /** Checks a completion, and returns the id of its organization. */
    static String requireCompletable(OrderRequest request, Spending spending) {
        requireUnquoted(COMPLETE, spending);
        if (request.kind() == Kind.REISSUE) {
            throw refused(COMPLETE, "id", "is a reissue, which needs no organization");
        }
        if (!(request.organization().orElse(null) instanceof Organization.OnFile onFile)) {
            throw refused(COMPLETE, "organization", "must be one on file; make the request with completion(...)");
        }
        if (onFile.id().isBlank()) {
            throw refused(COMPLETE, "organization", "is empty; give the id of one on file (hdl_...)");
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
                origin, "nothing was sent: regfish tells no price before it charges; order with Spending.unquoted()");
    }

    /** Refuses what a run of many orders cannot contain. */
    private static void requireOrder(OrderRequest request) {
        if (request.completes().isPresent()) {
            throw refused(
                    ORDER, "completes", "is set, but only orders and renewals can be placed here; call order(...)");
        }
        if (request.kind() == Kind.REISSUE) {
            throw refused(
                    ORDER, "kind", "is a reissue, but only orders and renewals can be placed here; call order(...)");
        }
    }

    private static InvalidRequestException refused(OperationRef origin, String field, String message) {
        return InvalidRequestException.local(origin, List.of(new Violation(field, message)));
    }
}
