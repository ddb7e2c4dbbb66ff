package dev.certbridge.reseller.order;

import dev.certbridge.reseller.csr.Csr;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * An order as last seen, or as the book recorded it.
 *
 * @param id where to find it again
 * @param request what was ordered: for a recorded order the first request of its intent, with its first CSR; empty when
 *     the order was looked up by its id alone
 * @param state where it stands, in our words
 * @param status where it stands, in the reseller's own word
 * @param validations what the certificate authority waits to see; may be empty now and filled on a later look
 * @param action what a person has to do, when the order waits for one
 * @param charged what was reserved or charged, where the reseller tells; empty as long as it has not told
 * @param refunded what was paid back, where the reseller tells
 * @param certificate the issued certificate, once there is one
 */
public record Order(
        OrderId id,
        Optional<OrderRequest> request,
        State state,
        String status,
        List<DomainValidation> validations,
        Optional<Action> action,
        Optional<Money> charged,
        Optional<Money> refunded,
        Optional<CertificateId> certificate) {

    /** Where an order stands. */
    public enum State {
        /** Taken; waiting for validation or the authority. Also any word of the reseller that we do not know. */
        PENDING,
        /** Waits for a person. */
        ACTION_REQUIRED,
        /** There is a certificate. */
        ISSUED,
        /** Over, without a certificate. */
        ENDED
    }

    /**
     * What a person has to do.
     *
     * @param waitingFor in a few words
     * @param url where, when the reseller gives a page
     */
    public record Action(String waitingFor, Optional<URI> url) {}

    public Order {
        validations = List.copyOf(validations);
    }

    /** An order of which nothing is known yet but its id and, perhaps, what was asked for. */
    public static Order accepted(OrderId id, Optional<OrderRequest> request, String status) {
        return new Order(
                id,
                request,
                State.PENDING,
                status,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same order with what was asked for. */
    public Order withRequest(OrderRequest asked) {
        return new Order(id, Optional.of(asked), state, status, validations, action, charged, refunded, certificate);
    }

    /** The same order with what it was charged, where that is known. */
    public Order withCharged(Optional<Money> known) {
        return new Order(id, request, state, status, validations, action, known, refunded, certificate);
    }

    /** The CSR that was ordered with, when it is known. */
    public Optional<Csr> csr() {
        return request.filter(OrderRequest::hasCsr).map(OrderRequest::csr);
    }
}
