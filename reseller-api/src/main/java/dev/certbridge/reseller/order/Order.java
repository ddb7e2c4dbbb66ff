package dev.certbridge.reseller.order;

import dev.certbridge.reseller.csr.Csr;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** An order as last seen at the reseller, or as the order book recorded it. Clients make it with {@link #builder}. */
public sealed interface Order {

    /** The state of an order. */
    enum State {
        /** Accepted; waiting for validation or the authority. Also any status of the reseller that is not known. */
        PENDING,
        /** Waiting for a person. */
        ACTION_REQUIRED,
        /** There is a certificate. */
        ISSUED,
        /** Over, without a certificate. */
        ENDED
    }

    /**
     * The action that an order waits for.
     *
     * @param waitingFor a few words
     * @param url the page for it, when the reseller gives one
     */
    record Action(String waitingFor, Optional<URI> url) {}

    /** Returns the id of this order. */
    OrderId id();

    /**
     * Returns the request. For a recorded order this is the first request of its intent, with its first CSR; empty when the
     * order was read by its id alone.
     */
    Optional<OrderRequest> request();

    /** Returns the state. */
    State state();

    /** Returns the reseller's own word for the state. */
    String status();

    /** Returns the validations that the certificate authority waits for; may be empty now and filled on a later poll. */
    List<DomainValidation> validations();

    /** Returns the action that a person has to take, when the order waits for one. */
    Optional<Action> action();

    /** Returns the amount that was reserved or charged; empty while the reseller reports none. */
    Optional<Money> charged();

    /** Returns the amount that was paid back, where the reseller reports it. */
    Optional<Money> refunded();

    /** Returns the id of the issued certificate, once there is one. */
    Optional<CertificateId> certificate();

    /** Returns the CSR of the request, when it is known. */
    default Optional<Csr> csr() {
        return request().filter(OrderRequest::hasCsr).map(OrderRequest::csr);
    }

    /** Returns the same order with its request. */
    default Order withRequest(OrderRequest request) {
        return toBuilder().request(request).build();
    }

    /** Returns an order of which nothing is known but its id and, perhaps, its request. */
    static Order accepted(OrderId id, Optional<OrderRequest> request, String status) {
        Builder builder = builder(id, State.PENDING, status);
        request.ifPresent(builder::request);
        return builder.build();
    }

    /** Returns a builder of an order without any of the optional values. */
    static Builder builder(OrderId id, State state, String status) {
        return new Builder(id, state, status);
    }

    /** Returns a builder with the values of this order. */
    default Builder toBuilder() {
        Builder builder = builder(id(), state(), status())
                .validations(validations())
                .action(action())
                .charged(charged())
                .refunded(refunded())
                .certificate(certificate());
        request().ifPresent(builder::request);
        return builder;
    }

    /** A builder of orders, for clients and tests. */
    final class Builder {

        private final OrderId id;
        private final String status;
        private State state;
        private Optional<OrderRequest> request = Optional.empty();
        private List<DomainValidation> validations = List.of();
        private Optional<Action> action = Optional.empty();
        private Optional<Money> charged = Optional.empty();
        private Optional<Money> refunded = Optional.empty();
        private Optional<CertificateId> certificate = Optional.empty();

        private Builder(OrderId id, State state, String status) {
            this.id = id;
            this.state = state;
            this.status = status;
        }

        /** Sets the request. */
        public Builder request(OrderRequest value) {
            request = Optional.of(value);
            return this;
        }

        /** Sets the state. */
        public Builder state(State value) {
            state = value;
            return this;
        }

        /** Sets the validations that the authority waits for. */
        public Builder validations(List<DomainValidation> value) {
            validations = List.copyOf(value);
            return this;
        }

        /** Sets the action that a person has to take. */
        public Builder action(Optional<Action> value) {
            action = value;
            return this;
        }

        /** Sets the amount that was reserved or charged. */
        public Builder charged(Optional<Money> value) {
            charged = value;
            return this;
        }

        /** Sets the amount that was paid back. */
        public Builder refunded(Optional<Money> value) {
            refunded = value;
            return this;
        }

        /** Sets the id of the issued certificate. */
        public Builder certificate(Optional<CertificateId> value) {
            certificate = value;
            return this;
        }

        /** Returns the order. */
        public Order build() {
            return new OrderValues(id, request, state, status, validations, action, charged, refunded, certificate);
        }
    }
}

record OrderValues(
        OrderId id,
        Optional<OrderRequest> request,
        State state,
        String status,
        List<DomainValidation> validations,
        Optional<Action> action,
        Optional<Money> charged,
        Optional<Money> refunded,
        Optional<CertificateId> certificate)
        implements Order {}
