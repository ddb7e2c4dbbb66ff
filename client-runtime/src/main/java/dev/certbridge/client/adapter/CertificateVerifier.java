package dev.certbridge.client.adapter;

import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderId.Kind;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import java.time.Clock;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Verifies that a downloaded certificate is the certificate that was ordered. */
public final class CertificateVerifier {

    private CertificateVerifier() {}

    /**
     * Checks that a certificate is for the ordered key and names, and returns the certificate with its {@link
     * IssuedCertificate#warnings()}.
     *
     * <p>A hash in the id of the order is not compared if its value is {@link OrderId#NONE}.
     *
     * @param ordered the request from the order book. If there is no request, the certificate is compared with the
     *     hashes in the id of the order
     * @param clock the clock for the check of the validity
     * @throws BrokenContractException the certificate cannot be parsed, is the certificate of an authority, is for
     *     another key, or does not contain all ordered names
     */
    public static IssuedCertificate verify(
            OperationRef origin,
            OrderId id,
            Optional<OrderRequest> ordered,
            Clock clock,
            Supplier<IssuedCertificate> reading) {
        try {
            IssuedCertificate issued = reading.get().ofKey(id.keySha256());
            if (!id.keySha256().equals(OrderId.NONE)) {
                issued.requireFor(id.keySha256());
            }
            if (ordered.isPresent()) {
                issued.requireFor(ordered.get().csr(), ordered.get().names());
            } else if (!id.namesSha256().equals(OrderId.NONE) && !namesAgree(issued.names(), id.namesSha256())) {
                throw new IllegalStateException("the certificate is for " + issued.names() + ", which was not ordered");
            }
            return issued.withWarnings(
                    clock.instant(),
                    // A reissue expires when the certificate of its order expires, so its term is not checked.
                    term(ordered, Kind.ORDER, Kind.RENEWAL),
                    // A renewal may add the remaining days of the old certificate, so only the term of a new order is
                    // compared here.
                    term(ordered, Kind.ORDER));
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BrokenContractException(origin, 200, e.getMessage(), e);
        }
    }

    private static Optional<Period> term(Optional<OrderRequest> ordered, Kind... kinds) {
        return ordered.filter(request -> List.of(kinds).contains(request.kind()))
                .flatMap(OrderRequest::validity)
                .map(CertificateVerifier::period);
    }

    private static Period period(Validity validity) {
        return switch (validity.unit()) {
            case DAYS -> Period.ofDays(validity.amount());
            case MONTHS -> Period.ofMonths(validity.amount());
            case YEARS -> Period.ofYears(validity.amount());
        };
    }

    // A certificate authority may add one name: the www name or the bare domain.
    private static boolean namesAgree(List<String> names, String sha256) {
        return DomainName.namesSha256(names).equals(sha256)
                || names.stream()
                        .map(added -> names.stream()
                                .filter(name -> !name.equals(added))
                                .toList())
                        .anyMatch(rest -> DomainName.namesSha256(rest).equals(sha256));
    }
}
