package dev.certbridge.reseller.provider;

import dev.certbridge.reseller.OrderId;
import dev.certbridge.reseller.OrderRequest;
import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.BrokenContractException;
import dev.certbridge.reseller.failure.Origin;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes a downloaded certificate in, and refuses one that is not what was ordered. */
public final class Delivery {

    private Delivery() {}

    /**
     * The certificate, once it is for the ordered key and names.
     *
     * <p>What the id of a listed order does not know, {@link OrderId#NONE}, is not compared.
     *
     * @param ordered what the book knows was asked for; without it the sums in the id are compared
     * @throws BrokenContractException it is not readable, for another key, or lacks a name
     */
    public static IssuedCertificate accept(
            Origin origin, OrderId id, Optional<OrderRequest> ordered, Supplier<IssuedCertificate> reading) {
        try {
            IssuedCertificate issued = reading.get();
            if (!id.keySha256().equals(OrderId.NONE)) {
                issued.requireFor(id.keySha256());
            }
            if (ordered.isPresent()) {
                issued.requireFor(ordered.get().csr(), ordered.get().names());
            } else if (!id.namesSha256().equals(OrderId.NONE) && !namesAgree(issued.names(), id.namesSha256())) {
                throw new IllegalStateException("the certificate is for " + issued.names() + ", not what was ordered");
            }
            return issued;
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new BrokenContractException(origin, 200, e.getMessage(), e);
        }
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
