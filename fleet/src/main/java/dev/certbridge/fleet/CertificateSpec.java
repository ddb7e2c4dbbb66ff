package dev.certbridge.fleet;

import dev.certbridge.reseller.csr.DomainName;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.csr.KeyType;
import dev.certbridge.reseller.order.Approver;
import dev.certbridge.reseller.order.CertificateId;
import dev.certbridge.reseller.order.DcvMethod;
import dev.certbridge.reseller.order.Organization;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.order.Validity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One certificate that a fleet keeps valid. Immutable. */
public final class CertificateSpec {

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    private final Builder values;

    private CertificateSpec(Builder values) {
        this.values = values;
    }

    /**
     * Returns a builder of a specification.
     *
     * @param id the unique id of the certificate in the fleet. An id has 1 to 64 lower-case letters, digits, dots,
     *     hyphens and underscores, and begins with a letter or digit. The id must never change, because it is part of
     *     every intent and of the path of the certificate
     * @param reseller the name of the reseller
     * @param product the id of the product at the reseller
     * @param spending the spending limit of each order
     * @throws IllegalArgumentException the id is not valid, or the reseller or product is blank
     */
    public static Builder builder(String id, String reseller, String product, Spending spending) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "the id \"" + id + "\" is not valid. Use 1 to 64 lower-case letters, digits,"
                            + " dots, hyphens and underscores, beginning with a letter or digit");
        }
        if (reseller.isBlank()) {
            throw new IllegalArgumentException("the reseller of \"" + id + "\" is blank");
        }
        if (product.isBlank()) {
            throw new IllegalArgumentException("the product of \"" + id + "\" is blank");
        }
        return new Builder(id, reseller, product, spending);
    }

    /** Returns the id, which is unique in the fleet. */
    public String id() {
        return values.id;
    }

    /** Returns the name of the reseller. */
    public String reseller() {
        return values.reseller;
    }

    /** Returns the id of the product at the reseller. */
    public String product() {
        return values.product;
    }

    /** Returns the spending limit of each order. */
    public Spending spending() {
        return values.spending;
    }

    /** Returns all domain names of the certificate. The first name is the common name. */
    public List<String> names() {
        return values.names;
    }

    /**
     * Returns the validity to order, or empty to order the longest validity that {@link ValidityLimits} allow on the
     * day of the order.
     */
    public Optional<Validity> validity() {
        return values.validity;
    }

    /**
     * Returns the type of the private keys. Each order uses a new key, because an order book accepts a key only once.
     */
    public KeyType keyType() {
        return values.keyType;
    }

    /** Returns the default validation method. */
    public DcvMethod dcv() {
        return values.dcv;
    }

    /** Returns the validation methods that were set for individual domain names. */
    public Map<String, DcvMethod> dcvByName() {
        return values.dcvByName;
    }

    /** Returns the organization, or empty if no organization was set. */
    public Optional<Organization> organization() {
        return values.organization;
    }

    /** Returns the approver of the organization, or empty if no approver was set. */
    public Optional<Approver> approver() {
        return values.approver;
    }

    /** Returns the language of the validation, or empty if no language was set. */
    public Optional<String> language() {
        return values.language;
    }

    /** Returns the policy that decides when a certificate is renewed. */
    public RenewalPolicy renewal() {
        return values.renewal;
    }

    /** Returns the certificate that the first order renews, or empty if the first order is for a new certificate. */
    public Optional<CertificateId> replaces() {
        return values.replaces;
    }

    /**
     * Returns the command that is run after a delivery, as a program and its arguments. The list is empty if no command
     * is run after a delivery. If several specifications have the same command, the command is run only once.
     */
    public List<String> deploy() {
        return values.deploy;
    }

    /**
     * Returns the name of the group, or empty if the certificate is in no group. The certificates of a group are
     * delivered together, for instance an RSA and an ECDSA certificate for the same domain name.
     */
    public Optional<String> group() {
        return values.group;
    }

    @Override
    public String toString() {
        return "CertificateSpec[" + values.id + " at " + values.reseller + ": " + String.join(",", values.names) + "]";
    }

    /** Returns the time at which a certificate of this specification becomes due. */
    Instant dueAt(IssuedCertificate certificate) {
        return renewal().dueAt(certificate.notBefore(), certificate.notAfter(), id());
    }

    /** Returns the time halfway between the due time and the end of a certificate. */
    Instant lateAt(IssuedCertificate certificate) {
        return RenewalPolicy.lateAt(dueAt(certificate), certificate.notAfter());
    }

    /** Returns the domain names that are in the specification but not covered by a certificate. */
    List<String> missing(IssuedCertificate certificate) {
        return names().stream()
                .filter(name -> certificate.names().stream().noneMatch(listed -> DomainName.covers(listed, name)))
                .toList();
    }

    /** Builds a {@link CertificateSpec}. Not thread-safe. */
    public static final class Builder {

        private final String id;
        private final String reseller;
        private final String product;
        private final Spending spending;
        private List<String> names = List.of();
        private Optional<Validity> validity = Optional.empty();
        private KeyType keyType = KeyType.EC_P256;
        private DcvMethod dcv = DcvMethod.DNS;
        private Map<String, DcvMethod> dcvByName = Map.of();
        private Optional<Organization> organization = Optional.empty();
        private Optional<Approver> approver = Optional.empty();
        private Optional<String> language = Optional.empty();
        private RenewalPolicy renewal = RenewalPolicy.thirdOfLifetime();
        private Optional<CertificateId> replaces = Optional.empty();
        private List<String> deploy = List.of();
        private Optional<String> group = Optional.empty();

        private Builder(String id, String reseller, String product, Spending spending) {
            this.id = id;
            this.reseller = reseller;
            this.product = product;
            this.spending = spending;
        }

        private Builder(Builder from) {
            this(from.id, from.reseller, from.product, from.spending);
            names = from.names;
            validity = from.validity;
            keyType = from.keyType;
            dcv = from.dcv;
            dcvByName = from.dcvByName;
            organization = from.organization;
            approver = from.approver;
            language = from.language;
            renewal = from.renewal;
            replaces = from.replaces;
            deploy = from.deploy;
            group = from.group;
        }

        /**
         * Sets the domain names. The first name is the common name.
         *
         * @throws IllegalArgumentException one of the names is not a valid DNS name
         */
        public Builder names(List<String> all) {
            names = all.stream().map(DomainName::requireValid).distinct().toList();
            return this;
        }

        /**
         * Sets the validity to order. By default, each order asks for the longest validity that {@link ValidityLimits}
         * allow on the day of the order.
         */
        public Builder validity(Validity value) {
            validity = Optional.of(value);
            return this;
        }

        /** Sets the type of the private keys. The default is {@link KeyType#EC_P256}. */
        public Builder keyType(KeyType value) {
            keyType = value;
            return this;
        }

        /**
         * Sets the validation method for all domain names without their own method. Without this call, the method is
         * {@link DcvMethod#DNS}.
         */
        public Builder dcv(DcvMethod value) {
            dcv = value;
            return this;
        }

        /**
         * Sets the validation method of one domain name.
         *
         * @throws IllegalArgumentException the name is not a valid DNS name
         */
        public Builder dcv(String name, DcvMethod value) {
            Map<String, DcvMethod> changed = new LinkedHashMap<>(dcvByName);
            changed.put(DomainName.requireValid(name), value);
            dcvByName = Map.copyOf(changed);
            return this;
        }

        /** Sets the organization of the certificate. */
        public Builder organization(Organization value) {
            organization = Optional.of(value);
            return this;
        }

        /** Sets the approver of the organization. */
        public Builder approver(Approver value) {
            approver = Optional.of(value);
            return this;
        }

        /** Sets the language of the validation. */
        public Builder language(String code) {
            language = Optional.of(code);
            return this;
        }

        /**
         * Sets the policy that decides when a certificate is renewed. The default is
         * {@link RenewalPolicy#thirdOfLifetime}.
         */
        public Builder renewal(RenewalPolicy value) {
            renewal = value;
            return this;
        }

        /** Sets the certificate that the first order renews. */
        public Builder replaces(CertificateId value) {
            replaces = Optional.of(value);
            return this;
        }

        /** Sets the command that is run after a delivery, as a program and its arguments. */
        public Builder deploy(List<String> command) {
            deploy = List.copyOf(command);
            return this;
        }

        /** Sets the name of the group. */
        public Builder group(String name) {
            group = Optional.of(name);
            return this;
        }

        /**
         * Returns the specification.
         *
         * @throws IllegalArgumentException the specification has no domain names
         */
        public CertificateSpec build() {
            if (names.isEmpty()) {
                throw new IllegalArgumentException("\"" + id + "\" has no names. Give at least the common name");
            }
            return new CertificateSpec(new Builder(this));
        }
    }
}
