package dev.certbridge.reseller.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A certificate as its reseller lists it. Immutable. Clients create an instance with {@link #builder}. */
public sealed interface Certificate {

    /** The state of a certificate. */
    enum State {
        /** The certificate is active: it is not expired, revoked or replaced. */
        ACTIVE,
        /** The certificate has expired. */
        EXPIRED,
        /** The certificate was revoked. */
        REVOKED,
        /** A renewal or reissue replaced the certificate. */
        REPLACED,
        /** The reseller reports a status that the client does not know. */
        OTHER
    }

    /** Returns the id with which this certificate can be renewed, reissued or revoked. */
    CertificateId id();

    /** Returns the reseller's id of the product. */
    String product();

    /** Returns all names, the common name first. */
    List<String> names();

    /** Returns the state. */
    State state();

    /** Returns the reseller's own word for the state. */
    String status();

    /** Returns the start of the validity; empty if the reseller does not list it. */
    Optional<Instant> notBefore();

    /** Returns the end of the validity; empty if the reseller does not list it. */
    Optional<Instant> notAfter();

    /** Returns the serial number in lower-case hex without leading zeros; empty if the reseller does not list it. */
    Optional<String> serial();

    /** Returns the reseller's id of the order of this certificate; empty if the reseller does not list it. */
    Optional<String> orderId();

    /** Returns a builder in which all optional values are empty. */
    static Builder builder(CertificateId id, String product, List<String> names, State state, String status) {
        return new Builder(id, product, names, state, status);
    }

    /** A builder of certificates, for clients and tests. Not thread-safe. */
    final class Builder {

        private final CertificateId id;
        private final String product;
        private final List<String> names;
        private final State state;
        private final String status;
        private Optional<Instant> notBefore = Optional.empty();
        private Optional<Instant> notAfter = Optional.empty();
        private Optional<String> serial = Optional.empty();
        private Optional<String> orderId = Optional.empty();

        private Builder(CertificateId id, String product, List<String> names, State state, String status) {
            this.id = id;
            this.product = product;
            this.names = List.copyOf(names);
            this.state = state;
            this.status = status;
        }

        /** Sets the start and the end of the validity. */
        public Builder validity(Optional<Instant> begin, Optional<Instant> end) {
            notBefore = begin;
            notAfter = end;
            return this;
        }

        /** Sets the serial number. */
        public Builder serial(Optional<String> value) {
            serial = value;
            return this;
        }

        /** Sets the reseller's id of the order. */
        public Builder orderId(Optional<String> value) {
            orderId = value;
            return this;
        }

        /** Returns the certificate. */
        public Certificate build() {
            return new CertificateValues(id, product, names, state, status, notBefore, notAfter, serial, orderId);
        }
    }
}

record CertificateValues(
        CertificateId id,
        String product,
        List<String> names,
        State state,
        String status,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<String> serial,
        Optional<String> orderId)
        implements Certificate {}
