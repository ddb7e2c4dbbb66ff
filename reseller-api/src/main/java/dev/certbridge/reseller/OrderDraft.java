package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.Csr;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parts of an {@link OrderRequest} while they are put together. Never changed once a request holds it. */
final class OrderDraft {

    final OrderId.Kind kind;
    final String product;
    final Optional<CertificateId> source;
    Optional<Csr> csr = Optional.empty();
    List<String> names = List.of();
    Optional<Validity> validity = Optional.empty();
    DcvMethod dcv = DcvMethod.DNS;
    Map<String, DcvMethod> dcvByName = Map.of();
    Optional<Organization> organization = Optional.empty();
    Optional<Approver> approver = Optional.empty();
    Optional<String> contact = Optional.empty();
    Optional<String> language = Optional.empty();
    boolean oldMayBeRevoked;
    boolean duplicateAllowed;

    OrderDraft(OrderId.Kind kind, String product, Optional<CertificateId> source) {
        this.kind = kind;
        this.product = product;
        this.source = source;
    }

    OrderDraft copy() {
        OrderDraft copy = new OrderDraft(kind, product, source);
        copy.csr = csr;
        copy.names = names;
        copy.validity = validity;
        copy.dcv = dcv;
        copy.dcvByName = new LinkedHashMap<>(dcvByName);
        copy.organization = organization;
        copy.approver = approver;
        copy.contact = contact;
        copy.language = language;
        copy.oldMayBeRevoked = oldMayBeRevoked;
        copy.duplicateAllowed = duplicateAllowed;
        return copy;
    }
}
