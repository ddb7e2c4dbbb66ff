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
 * A request to a reseller: a new certificate, a renewal, a reissue, or the completion of an order that still needs an
 * organization. Immutable. {@link CertificateReseller#order} checks the whole request against the reseller's contract
 * before anything is sent.
 */
public final class OrderRequest {

    private final Builder values;

    private final List<String> names;
    private final String fingerprint;

    private OrderRequest(Builder values) {
        this.values = values;
        this.names = values.names.isEmpty() ? values.csr.map(Csr::names).orElse(List.of()) : values.names;
        this.fingerprint = values.kind.name().toLowerCase(Locale.ROOT)
                + values.source.map(id -> " of " + id).orElse("")
                + values.completes.map(id -> ";completes=" + id).orElse("")
                + ";product=" + values.product + ";names=" + String.join(",", names) + ";validity="
                + values.validity.map(Validity::toString).orElse("-") + ";dcv=" + values.dcv
                + new TreeMap<>(values.dcvByName)
                        .entrySet().stream()
                                .map(choice -> "," + choice.getKey() + " " + choice.getValue())
                                .collect(Collectors.joining())
                + values.organization.map(value -> ";organization=" + value).orElse("")
                + values.approver.map(value -> ";approver=" + value).orElse("")
                + values.contact.map(value -> ";contact=" + value).orElse("")
                + values.language.map(value -> ";language=" + value).orElse("");
    }

    /**
     * Returns a builder of a request for a new certificate.
     *
     * @param product the reseller's id of the product, as {@link CertificateReseller#products()} lists it
     * @throws IllegalArgumentException the product is blank
     */
    public static Builder builder(String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("the product is blank. The method products() lists the products");
        }
        return new Builder(OrderId.Kind.ORDER, product, Optional.empty(), Optional.empty());
    }

    /**
     * Returns a builder of a renewal. A renewal replaces an expiring certificate, and is charged like a new order.
     *
     * @param product the reseller's id of the product, usually the product of the certificate
     * @throws IllegalArgumentException the product is blank
     */
    public static Builder renewal(CertificateId source, String product) {
        if (product.isBlank()) {
            throw new IllegalArgumentException("the product of a renewal is blank. Use the product of the certificate");
        }
        return new Builder(OrderId.Kind.RENEWAL, product, Optional.of(source), Optional.empty());
    }

    /**
     * Returns a builder of a reissue. A reissue replaces a certificate with a certificate for another key within the
     * same order.
     */
    public static Builder reissue(CertificateId source) {
        return new Builder(OrderId.Kind.REISSUE, "", Optional.of(source), Optional.empty());
    }

    /** Returns a request that completes an order that still needs an organization. Only regfish offers completions. */
    public static OrderRequest completion(OrderId order, String organizationId) {
        return new Builder(order.kind(), "", Optional.empty(), Optional.of(order))
                .organization(Organization.onFile(organizationId))
                .build();
    }

    /** Returns a builder that starts from this request. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Returns the kind of the request. The kind of a completion is the kind of the completed order. */
    public OrderId.Kind kind() {
        return values.kind;
    }

    /**
     * Returns the reseller's id of the product. The text is empty for a reissue or a completion, which use the product
     * of the existing order.
     */
    public String product() {
        return values.product;
    }

    /** Returns the certificate that is renewed or reissued; empty for other requests. */
    public Optional<CertificateId> source() {
        return values.source;
    }

    /** Returns the order that is completed; empty for other requests. */
    public Optional<OrderId> completes() {
        return values.completes;
    }

    /**
     * Returns the certificate signing request.
     *
     * @throws IllegalArgumentException the request has no CSR
     */
    public Csr csr() {
        return values.csr.orElseThrow(() -> new IllegalArgumentException("a CSR is missing. Give one with csr(...)"));
    }

    /** Returns true if the request has a CSR. */
    public boolean hasCsr() {
        return values.csr.isPresent();
    }

    /** Returns all names, the common name first. If no names were set, the method returns the names of the CSR. */
    public List<String> names() {
        return names;
    }

    /** Returns the validity; empty for the reseller's default. */
    public Optional<Validity> validity() {
        return values.validity;
    }

    /** Returns the default validation method. The default applies to every name for which no method was set. */
    public DcvMethod dcv() {
        return values.dcv;
    }

    /** Returns the validation method of this name. */
    public DcvMethod dcv(String name) {
        return values.dcvByName.getOrDefault(name, values.dcv);
    }

    /** Returns the validation methods that were set for single names. */
    public Map<String, DcvMethod> dcvByName() {
        return Map.copyOf(values.dcvByName);
    }

    /** Returns the organization; empty if none was set. */
    public Optional<Organization> organization() {
        return values.organization;
    }

    /** Returns the approver of the organization; empty if none was set. */
    public Optional<Approver> approver() {
        return values.approver;
    }

    /** Returns the handle of the contact that the reseller has on file; empty if none was set. */
    public Optional<String> contact() {
        return values.contact;
    }

    /** Returns the language of the validation; empty if none was set. */
    public Optional<String> language() {
        return values.language;
    }

    /** Returns true if the reseller may revoke the certificate that the reissue replaces. */
    public boolean revokingOldAllowed() {
        return values.oldMayBeRevoked;
    }

    /**
     * Returns true if the order may be placed although the reseller lists an equal open order that is not in the order
     * book. Two orders are equal if they have the same product and names.
     */
    public boolean duplicateAllowed() {
        return values.duplicateAllowed;
    }

    /**
     * Returns one line of text that identifies the request. Equal requests have equal fingerprints. The fingerprint
     * contains all parts of the request except the CSR and the permissions ({@link #revokingOldAllowed}, {@link
     * #duplicateAllowed}). Order books store the fingerprint, so its format does not change.
     */
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public String toString() {
        return "OrderRequest[" + fingerprint + "]";
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

        /**
         * Sets the names, the common name first. If no names are set, the names of the CSR are used. Names that are set
         * must be equal to the names of the CSR. The names are compared with the CSR when the order is placed.
         *
         * @throws IllegalArgumentException a name is not a valid DNS name, see {@link DomainName#requireValid}
         */
        public Builder names(String commonName, String... furtherNames) {
            return names(Stream.concat(Stream.of(commonName), Arrays.stream(furtherNames))
                    .toList());
        }

        /**
         * Sets the names, as {@link #names(String, String...)} does.
         *
         * @throws IllegalArgumentException a name is not a valid DNS name
         */
        public Builder names(List<String> all) {
            names = all.stream().map(DomainName::requireValid).distinct().toList();
            return this;
        }

        /**
         * Sets the validity, in the unit that the reseller uses. If no validity is set, the reseller's default validity
         * applies, if there is one.
         */
        public Builder validity(Validity value) {
            validity = Optional.of(value);
            return this;
        }

        /**
         * Sets the default validation method. The default applies to every name for which no method was set. If no
         * default is set, {@link DcvMethod#DNS} is the default.
         */
        public Builder dcv(DcvMethod value) {
            dcv = value;
            return this;
        }

        /**
         * Sets the validation method of one name.
         *
         * @throws IllegalArgumentException the name is not a valid DNS name
         */
        public Builder dcv(String name, DcvMethod value) {
            dcvByName.put(DomainName.requireValid(name), value);
            return this;
        }

        /** Sets the organization of the certificate. */
        public Builder organization(Organization value) {
            organization = Optional.of(value);
            return this;
        }

        /** Sets the approver of the organization. Only Realtime Register accepts an approver. */
        public Builder approver(Approver value) {
            approver = Optional.of(value);
            return this;
        }

        /**
         * Sets the handle of a contact that the reseller has on file. Only the deprecated operations of Realtime
         * Register accept a contact.
         */
        public Builder contact(String handle) {
            contact = Optional.of(handle);
            return this;
        }

        /**
         * Sets the language of the validation, {@code EN}, {@code NL} or {@code DE} for instance. Only Realtime
         * Register accepts a language.
         */
        public Builder language(String code) {
            language = Optional.of(code);
            return this;
        }

        /**
         * Allows the reseller to revoke the certificate that the reissue replaces. The resellers do not document
         * whether they revoke the certificate, so a reissue without this permission is refused before it is sent.
         */
        public Builder oldMayBeRevoked() {
            oldMayBeRevoked = true;
            return this;
        }

        /**
         * Allows the order even if the reseller lists an equal open order that is not in the order book. Two orders are
         * equal if they have the same product and names.
         */
        public Builder allowingDuplicate() {
            duplicateAllowed = true;
            return this;
        }

        /** Returns the request. The whole request is checked only when the order is placed. */
        public OrderRequest build() {
            return new OrderRequest(new Builder(this));
        }
    }
}
