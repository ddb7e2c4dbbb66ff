package dev.certbridge.reseller.order;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.Csr;
import dev.certbridge.reseller.csr.DomainName;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A request to a reseller: a new certificate, a renewal, a reissue, or the completion of an order that waits for its
 * organization. Immutable. {@link CertificateReseller#order} checks the whole request against the reseller's contract
 * before anything is sent.
 */
public final class OrderRequest {

    private final Builder values;

    private OrderRequest(Builder values) {
        this.values = values;
    }

    /**
     * Returns a builder of a request for a new certificate.
     *
     * @param product the reseller's id of the product, as {@link CertificateReseller#products()} lists it
     * @throws IllegalArgumentException the product is blank
     */
    public static Builder builder(String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("a product must be named; products() lists them");
        }
        return new Builder(OrderId.Kind.ORDER, product, Optional.empty(), Optional.empty());
    }

    /**
     * Returns a builder of a renewal: another order for a certificate that expires, paid like a new one.
     *
     * @throws IllegalArgumentException the product is blank
     */
    public static Builder renewal(CertificateId source, String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("a renewal names its product; the certificate's own is the usual one");
        }
        return new Builder(OrderId.Kind.RENEWAL, product, Optional.of(source), Optional.empty());
    }

    /** Returns a builder of a reissue: a replacement with another key within the same order. */
    public static Builder reissue(CertificateId source) {
        return new Builder(OrderId.Kind.REISSUE, "", Optional.of(source), Optional.empty());
    }

    /**
     * Returns a request that completes an order which waits for its organization (regfish only).
     *
     * @param order the order that waits
     * @param organizationId the id of an organization on file
     */
    public static OrderRequest completion(OrderId order, String organizationId) {
        return new Builder(order.kind(), "", Optional.empty(), Optional.of(order))
                .organization(Organization.onFile(organizationId))
                .build();
    }

    /** Returns a builder that starts from this request. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Returns what is requested; of a completion, the kind of the order that is completed. */
    public OrderId.Kind kind() {
        return values.kind;
    }

    /** Returns the reseller's id of the product; empty for a reissue, which keeps that of its order, and for a completion. */
    public String product() {
        return values.product;
    }

    /** Returns the certificate that is renewed or reissued. */
    public Optional<CertificateId> source() {
        return values.source;
    }

    /** Returns the order that is completed. */
    public Optional<OrderId> completes() {
        return values.completes;
    }

    /**
     * Returns the certificate signing request.
     *
     * @throws IllegalArgumentException the request has none
     */
    public Csr csr() {
        return values.csr.orElseThrow(() -> new IllegalArgumentException("a CSR is missing; give one with csr(...)"));
    }

    /** Returns true when the request has a CSR. */
    public boolean hasCsr() {
        return values.csr.isPresent();
    }

    /** Returns all names, the common name first: those of the request, else those of the CSR. */
    public List<String> names() {
        return values.names.isEmpty() ? values.csr.map(Csr::names).orElse(List.of()) : values.names;
    }

    /** Returns the validity, unless the reseller's default is requested. */
    public Optional<Validity> validity() {
        return values.validity;
    }

    /** Returns the validation method of names without one of their own. */
    public DcvMethod dcv() {
        return values.dcv;
    }

    /** Returns the validation method of this name. */
    public DcvMethod dcv(String name) {
        return values.dcvByName.getOrDefault(name, values.dcv);
    }

    /** Returns the validation methods of names that have one of their own. */
    public Map<String, DcvMethod> dcvByName() {
        return Map.copyOf(values.dcvByName);
    }

    /** Returns the organization. */
    public Optional<Organization> organization() {
        return values.organization;
    }

    /** Returns the approver of the organization. */
    public Optional<Approver> approver() {
        return values.approver;
    }

    /** Returns the handle of the contact on file. */
    public Optional<String> contact() {
        return values.contact;
    }

    /** Returns the language of the validation. */
    public Optional<String> language() {
        return values.language;
    }

    /** Returns true when the reissued certificate may be revoked. */
    public boolean revokingOldAllowed() {
        return values.oldMayBeRevoked;
    }

    /** Returns true when an equal open order that the book does not know is allowed. */
    public boolean duplicateAllowed() {
        return values.duplicateAllowed;
    }

    /**
     * Returns one line of text that is equal for requests for the same thing: all parts but the CSR and what is allowed,
     * in an order that does not change. Order books store it.
     */
    public String fingerprint() {
        return values.kind.name().toLowerCase(Locale.ROOT)
                + values.source.map(id -> " of " + id).orElse("")
                + values.completes.map(id -> ";completes=" + id).orElse("")
                + ";product=" + product() + ";names=" + String.join(",", names()) + ";validity="
                + values.validity.map(Validity::toString).orElse("-") + ";dcv=" + dcvText()
                + values.organization.map(value -> ";organization=" + value).orElse("")
                + values.approver.map(value -> ";approver=" + value).orElse("")
                + values.contact.map(value -> ";contact=" + value).orElse("")
                + values.language.map(value -> ";language=" + value).orElse("");
    }

    private String dcvText() {
        return values.dcv
                + new TreeMap<>(values.dcvByName)
                        .entrySet().stream()
                                .map(choice -> "," + choice.getKey() + " " + choice.getValue())
                                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return "OrderRequest[" + fingerprint() + "]";
    }

    /** Builds an {@link OrderRequest}. Not thread-safe. */
    public static final class Builder {

        private final OrderId.Kind kind;
        private final String product;
        private final Optional<CertificateId> source;
        private final Optional<OrderId> completes;
        private Optional<Csr> csr = Optional.empty();
        private List<String> names = List.of();
        private Optional<Validity> validity = Optional.empty();
        private DcvMethod dcv = DcvMethod.DNS;
        private Map<String, DcvMethod> dcvByName = new LinkedHashMap<>();
        private Optional<Organization> organization = Optional.empty();
        private Optional<Approver> approver = Optional.empty();
        private Optional<String> contact = Optional.empty();
        private Optional<String> language = Optional.empty();
        private boolean oldMayBeRevoked;
        private boolean duplicateAllowed;

        private Builder(
                OrderId.Kind kind, String product, Optional<CertificateId> source, Optional<OrderId> completes) {
            this.kind = kind;
            this.product = product;
            this.source = source;
            this.completes = completes;
        }

        private Builder(Builder from) {
            this(from.kind, from.product, from.source, from.completes);
            this.csr = from.csr;
            this.names = from.names;
            this.validity = from.validity;
            this.dcv = from.dcv;
            this.dcvByName = new LinkedHashMap<>(from.dcvByName);
            this.organization = from.organization;
            this.approver = from.approver;
            this.contact = from.contact;
            this.language = from.language;
            this.oldMayBeRevoked = from.oldMayBeRevoked;
            this.duplicateAllowed = from.duplicateAllowed;
        }

        /** Sets the certificate signing request. */
        public Builder csr(Csr value) {
            csr = Optional.of(value);
            return this;
        }

        /**
         * Sets the certificate signing request in PEM.
         *
         * @throws IllegalArgumentException the text is not a valid CSR
         */
        public Builder csr(String pem) {
            return csr(Csr.parse(pem));
        }

        /** Sets the names, the common name first; without this call, the names of the CSR. They must agree with it. */
        public Builder names(String commonName, String... furtherNames) {
            return names(Stream.concat(Stream.of(commonName), Arrays.stream(furtherNames))
                    .toList());
        }

        /**
         * Sets the names, the common name first; without this call, the names of the CSR.
         *
         * @throws IllegalArgumentException a name is not a valid DNS name
         */
        public Builder names(List<String> all) {
            names = all.stream().map(DomainName::requireValid).distinct().toList();
            return this;
        }

        /** Sets the validity, in the reseller's own unit; without this call, the reseller's default, where it has one. */
        public Builder validity(Validity value) {
            validity = Optional.of(value);
            return this;
        }

        /** Sets the validation method of all names; without this call, {@link DcvMethod#DNS}. */
        public Builder dcv(DcvMethod value) {
            dcv = value;
            return this;
        }

        /** Sets the validation method of one name. */
        public Builder dcv(String name, DcvMethod value) {
            dcvByName.put(DomainName.requireValid(name), value);
            return this;
        }

        /** Sets the organization of the certificate. */
        public Builder organization(Organization value) {
            organization = Optional.of(value);
            return this;
        }

        /** Sets the approver of the organization. Realtime Register only. */
        public Builder approver(Approver value) {
            approver = Optional.of(value);
            return this;
        }

        /** Sets a contact on file by its handle. Realtime Register's deprecated operations only. */
        public Builder contact(String handle) {
            contact = Optional.of(handle);
            return this;
        }

        /** Sets the language of the validation: {@code EN}, {@code NL}, {@code DE} and so on. Realtime Register only. */
        public Builder language(String code) {
            language = Optional.of(code);
            return this;
        }

        /**
         * Allows the reissued certificate to be revoked: no reseller documents whether it is. A reissue without this is
         * refused.
         */
        public Builder oldMayBeRevoked() {
            oldMayBeRevoked = true;
            return this;
        }

        /** Allows the order even when the reseller lists an equal open order that the book does not know. */
        public Builder allowingDuplicate() {
            duplicateAllowed = true;
            return this;
        }

        /** Returns the request. */
        public OrderRequest build() {
            return new OrderRequest(new Builder(this));
        }
    }
}
