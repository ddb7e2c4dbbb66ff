package dev.certbridge.reseller;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The operations on the orders of an account. Methods throw a {@link dev.certbridge.reseller.failure.ResellerException}
 * if a call fails. Methods throw {@link IllegalArgumentException} and send nothing if an order or attempt belongs to
 * another reseller, environment or account. Methods also throw {@code IllegalArgumentException} for an order id that
 * cannot be sent ({@link OrderId#isQuoted}).
 */
public interface Orders {

    /**
     * Reads an order once. Calls {@code getCertificate} at regfish, and {@code getProcess} and {@code getProcessInfo}
     * at Realtime Register.
     *
     * @throws dev.certbridge.reseller.failure.NotFoundException the account has no order with this id
     */
    Order get(OrderId id);

    /**
     * Returns every order at the reseller. Pages are read while the stream is consumed; if a page cannot be read, the
     * stream throws a {@link dev.certbridge.reseller.failure.ResellerException}. An order in the order book is returned
     * with the id that the book stores. If the order is not in the order book, its id lacks the hash of the public key,
     * because listings do not contain public keys.
     */
    Stream<Order> list();

    /**
     * Returns the orders at the reseller that are not in the order book because another person or program placed them.
     * The stream has the same properties as the stream of {@link #list}.
     */
    Stream<Order> unclaimed();

    /**
     * Waits for an order, publishes its validation records when the reseller lists them, and downloads the certificate.
     *
     * @param limit the maximum time to wait, over all polls
     * @param onPoll a function that receives the order after every poll, in the waiting thread
     * @throws dev.certbridge.reseller.failure.OrderEndedException the order ended without a certificate
     * @throws dev.certbridge.reseller.failure.ActionRequiredException the order waits for a person
     * @throws dev.certbridge.reseller.failure.DeadlineExceededException the time limit passed, or the thread was
     *     interrupted. The interrupt flag of an interrupted thread is set again, and {@code await} can be called again
     *     later
     */
    IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll);

    /**
     * Waits for an order as {@link #await(OrderId, Duration, DnsPublisher, Consumer)} does, but calls no function after
     * a poll.
     */
    default IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher) {
        return await(id, limit, publisher, order -> {});
    }

    /**
     * Waits for many orders in the calling thread. Reads the listings of the reseller in every round, and polls only
     * those orders that changed or were not polled for almost an hour. Downloads each issued certificate. A failure of
     * a single order is passed to the listener and does not end the wait. If the listings keep failing, the method ends
     * the wait and throws the failure.
     *
     * @param limit the maximum time to wait; if the time is zero, the method polls each changed order once
     * @return the orders that had no result when the time limit passed or the thread was interrupted
     */
    List<OrderId> awaitAll(Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener);

    /**
     * Downloads the certificate of an order with its chain. Calls {@code downloadCertificate}. For a reissue, the
     * method never returns the old certificate.
     *
     * @throws dev.certbridge.reseller.failure.ConflictException the certificate is not issued yet; the reason is
     *     {@code NOT_READY}
     * @throws dev.certbridge.reseller.failure.BrokenContractException the certificate is for another public key, lacks
     *     one of the ordered names, or cannot be read
     */
    IssuedCertificate download(OrderId id);

    /**
     * Cancels an open order. Only Realtime Register offers cancellation ({@code cancelProcess}). The cancellation is
     * sent once and never repeated.
     *
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the response was lost; read the order to see its
     *     state
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller does not offer cancellation
     */
    void cancel(OrderId id);

    /**
     * Searches the reseller's listings for the order that an attempt placed. Reads all pages and does not rely on the
     * reseller's filters. Does not change the attempt. If the result is {@link Reconciliation.Placed}, the caller has
     * to settle the attempt with this result.
     *
     * @param attempt an attempt from {@link dev.certbridge.reseller.book.OrderBook#unresolved} that was sent to this
     *     account
     */
    Reconciliation reconcile(Attempt attempt);
}
