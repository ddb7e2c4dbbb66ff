package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What to order. Immutable; each method returns a changed copy. Checked whole, against the reseller's contract, before
 * anything is sent.
 */
public final class OrderRequest {

    private final String product;
    private final Optional<Csr> csr;
    private final List<String> names;
    private final Optional<Validity> validity;
    private final DcvMethod dcv;
    private final boolean duplicateAllowed;

    private OrderRequest(
            String product,
            Optional<Csr> csr,
            List<String> names,
            Optional<Validity> validity,
            DcvMethod dcv,
            boolean duplicateAllowed) {
        this.product = product;
        this.csr = csr;
        this.names = names;
        this.validity = validity;
        this.dcv = dcv;
        this.duplicateAllowed = duplicateAllowed;
    }

    /** An order for a product, by the reseller's id of it. */
    public static OrderRequest of(String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("a product must be named; products() lists them");
        }
        return new OrderRequest(product, Optional.empty(), List.of(), Optional.empty(), DcvMethod.DNS, false);
    }

    /** With this certificate signing request. */
    public OrderRequest csr(Csr value) {
        return new OrderRequest(product, Optional.of(value), names, validity, dcv, duplicateAllowed);
    }

    /** With this certificate signing request in PEM; throws {@link IllegalArgumentException} when it is none. */
    public OrderRequest csr(String pem) {
        return csr(Csr.parse(pem));
    }

    /** For these names, the common name first. Without this call: the names of the CSR. They must agree with it. */
    public OrderRequest names(String commonName, String... furtherNames) {
        return names(Stream.concat(Stream.of(commonName), Arrays.stream(furtherNames))
                .toList());
    }

    /** For these names, the common name first. */
    public OrderRequest names(List<String> all) {
        List<String> checked =
                all.stream().map(DomainName::requireValid).distinct().toList();
        return new OrderRequest(product, csr, checked, validity, dcv, duplicateAllowed);
    }

    /** For this long, in the reseller's own unit. Without this call: the reseller's default, where it has one. */
    public OrderRequest validity(Validity value) {
        return new OrderRequest(product, csr, names, Optional.of(value), dcv, duplicateAllowed);
    }

    /** Proving domain control this way. Without this call: {@link DcvMethod#DNS}. */
    public OrderRequest dcv(DcvMethod value) {
        return new OrderRequest(product, csr, names, validity, value, duplicateAllowed);
    }

    /** Even when the reseller lists an equal open order that the book does not know. */
    public OrderRequest allowingDuplicate() {
        return new OrderRequest(product, csr, names, validity, dcv, true);
    }

    /** The reseller's id of the product. */
    public String product() {
        return product;
    }

    /** The certificate signing request; throws {@link IllegalArgumentException} when none was given. */
    public Csr csr() {
        return csr.orElseThrow(() -> new IllegalArgumentException("a CSR is missing; give one with csr(...)"));
    }

    /** True when a CSR was given. */
    public boolean hasCsr() {
        return csr.isPresent();
    }

    /** All names, the common name first: those given, else those of the CSR. */
    public List<String> names() {
        return names.isEmpty() ? csr.map(Csr::names).orElse(List.of()) : names;
    }

    /** How long, when it was said. */
    public Optional<Validity> validity() {
        return validity;
    }

    /** How domain control is proven. */
    public DcvMethod dcv() {
        return dcv;
    }

    /** Whether an equal open order is allowed. */
    public boolean duplicateAllowed() {
        return duplicateAllowed;
    }

    /**
     * What makes two requests the same wish: everything but the CSR and the leave to duplicate. One line of text, in an
     * order that does not change.
     */
    public String fingerprint() {
        return "product=" + product + ";names=" + String.join(",", names()) + ";validity="
                + validity.map(Validity::toString).orElse("-") + ";dcv=" + dcv;
    }

    @Override
    public String toString() {
        return "OrderRequest[" + fingerprint() + "]";
    }
}
