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

/** The orders of an account. Every method throws a {@link dev.certbridge.reseller.failure.ResellerException}. */
public interface Orders {

    /**
     * Reads an order once ({@code getCertificate} at regfish; {@code getProcess} and {@code getProcessInfo} at Realtime
     * Register).
     *
     * @throws dev.certbridge.reseller.failure.NotFoundException there is none with this id
     */
    Order get(OrderId id);

    /**
     * Lists every order at the reseller, reading pages while the stream is consumed. An order of the book has the id it
     * has there; of any other the key is not known.
     */
    Stream<Order> list();

    /** Lists the orders at the reseller that are not in the order book: somebody, or something, else placed them. */
    Stream<Order> unclaimed();

    /**
     * Waits for an order, publishing validation records as they appear, and downloads the certificate.
     *
     * @param limit the longest to wait, over all polls
     * @param onPoll receives the order after every poll, in the waiting thread
     * @throws dev.certbridge.reseller.failure.OrderEndedException the order ended without a certificate
     * @throws dev.certbridge.reseller.failure.ActionRequiredException the order waits for a person
     * @throws dev.certbridge.reseller.failure.DeadlineExceededException the limit passed; await it again later
     */
    IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onPoll);

    /** Waits for an order as {@link #await(OrderId, Duration, DnsPublisher, Consumer)}, without a listener. */
    default IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher) {
        return await(id, limit, publisher, order -> {});
    }

    /**
     * Waits for many orders by reading the reseller's listings instead of each order.
     *
     * @param limit the longest to wait
     * @return the orders that still were not over when the limit passed or the thread was interrupted
     */
    List<OrderId> awaitAll(Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener);

    /**
     * Downloads the certificate of an order and its chain ({@code downloadCertificate}). Refuses a leaf for another key
     * or without one of the ordered names ({@link dev.certbridge.reseller.failure.BrokenContractException}). After a
     * reissue it never returns the old certificate.
     *
     * @throws dev.certbridge.reseller.failure.ConflictException with {@code NOT_READY} while there is none yet
     */
    IssuedCertificate download(OrderId id);

    /**
     * Cancels an open order ({@code cancelProcess} at Realtime Register only). Sent once.
     *
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost: read the order
     */
    void cancel(OrderId id);

    /**
     * Searches the reseller's listings for the order that an attempt became. Reads all pages, and trusts no filter.
     *
     * @param attempt one of {@link dev.certbridge.reseller.book.OrderBook#unresolved}, sent to this reseller
     */
    Reconciliation reconcile(Attempt attempt);
}
