package dev.certbridge.reseller.order;

import dev.certbridge.reseller.csr.Csr;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An order as last read from the reseller, or as recorded in the order book. Immutable. Clients create an instance with
 * {@link #builder}.
 */
public sealed interface Order {

    /** The state of an order. */
    enum State {
        /**
         * The accepted order waits for validation or for the certificate authority. The state is also {@code PENDING}
         * if the client does not know the status of the order.
         */
        PENDING,
        /** The order waits for a person. */
        ACTION_REQUIRED,
        /** The certificate is issued. */
        ISSUED,
        /** The order ended without a certificate. */
        ENDED
    }

    /**
     * The action that an order waits for.
     *
     * @param waitingFor a short description of the action
     * @param url the reseller's page for the action; empty if there is none
     */
    record Action(String waitingFor, Optional<URI> url) {}

    /** Returns the id of this order. */
    OrderId id();

    /**
     * Returns the request; empty if the request is not known because the order was read only by its id. For a recorded
     * order, the method returns the first request of the intent, with the CSR of this request.
     */
    Optional<OrderRequest> request();

    /** Returns the state. */
    State state();

    /** Returns the reseller's own word for the state. */
    String status();

    /**
     * Returns the validations that the certificate authority requires. The list may be empty at first, because some
     * resellers list the validations only at a later poll.
     */
    List<DomainValidation> validations();

    /** Returns the action that a person has to take; empty if no action is required. */
    Optional<Action> action();

    /** Returns the amount that was reserved or charged; empty if the reseller reports none. */
    Optional<Money> charged();

    /** Returns the amount that was paid back; empty if the reseller reports none. */
    Optional<Money> refunded();

    /** Returns the id of the issued certificate; empty if no certificate is issued. */
    Optional<CertificateId> certificate();

    /** Returns the CSR of the request; empty if the request is not known or has no CSR. */
    default Optional<Csr> csr() {
        return request().filter(OrderRequest::hasCsr).map(OrderRequest::csr);
    }

    /** Returns a copy with this request. */
    Order withRequest(OrderRequest request);

    /** Returns a pending order of which only the id, the status and perhaps the request are known. */
    static Order accepted(OrderId id, Optional<OrderRequest> request, String status) {
        Builder builder = builder(id, State.PENDING, status);
        request.ifPresent(builder::request);
        return builder.build();
    }

    /** Returns a builder in which all optional values are empty. */
    static Builder builder(OrderId id, State state, String status) {
        return new Builder(id, state, status);
    }

    /** Returns a builder that starts from this order. */
    Builder toBuilder();

    /** A builder of orders, for clients and tests. Not thread-safe. */
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

        Builder(OrderValues from) {
            this(from.id(), from.state(), from.status());
            request = from.request();
            validations = from.validations();
            action = from.action();
            charged = from.charged();
            refunded = from.refunded();
            certificate = from.certificate();
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

        /** Sets the validations that the certificate authority requires. */
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
        implements Order {

    @Override
    public Order withRequest(OrderRequest known) {
        return new OrderValues(
                id, Optional.of(known), state, status, validations, action, charged, refunded, certificate);
    }

    @Override
    public Builder toBuilder() {
        return new Builder(this);
    }

    /**
     * Returns all values. The text starts with the name of the interface {@code Order}, because callers do not know the
     * implementing class.
     */
    @Override
    public String toString() {
        return "Order[id=" + id + ", state=" + state + ", status=" + status + ", request=" + request
                + ", validations=" + validations + ", action=" + action + ", charged=" + charged + ", refunded="
                + refunded + ", certificate=" + certificate + "]";
    }
}
