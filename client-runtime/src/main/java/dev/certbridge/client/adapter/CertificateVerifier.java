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

/** Takes a downloaded certificate in, and refuses one that is not what was ordered. */
public final class CertificateVerifier {

    private CertificateVerifier() {}

    /**
     * The certificate, once it is for the ordered key and names, with its {@link IssuedCertificate#warnings()}.
     *
     * <p>What the id of a listed order does not know, {@link OrderId#NONE}, is not compared.
     *
     * @param ordered what the book knows was asked for; without it the sums in the id are compared
     * @param clock what the validity is compared with
     * @throws BrokenContractException it is not readable, an authority's, for another key, or lacks a name
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
                throw new IllegalStateException("the certificate is for " + issued.names() + ", not what was ordered");
            }
            return issued.withWarnings(
                    clock.instant(),
                    // A reissue ends when its order does.
                    term(ordered, Kind.ORDER, Kind.RENEWAL),
                    // A renewal may keep the days that were left.
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

    /** An authority may give one name away, www or the bare domain, so the sum may be that of all names but one. */
    private static boolean namesAgree(List<String> names, String sha256) {
        return DomainName.namesSha256(names).equals(sha256)
                || names.stream()
                        .map(gift -> names.stream()
                                .filter(name -> !name.equals(gift))
                                .toList())
                        .anyMatch(rest -> DomainName.namesSha256(rest).equals(sha256));
    }
}
