package dev.certbridge.reseller;

import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Product;
import dev.certbridge.reseller.order.Quote;
import dev.certbridge.reseller.order.Spending;
import java.util.List;
import java.util.Map;

/**
 * A client for one account at one reseller of certificates. Thread-safe.
 *
 * <p>Methods that call the reseller throw a {@link dev.certbridge.reseller.failure.ResellerException} if they fail. The
 * exception states with {@link dev.certbridge.reseller.failure.ResellerException#outcome()} if something may have been
 * ordered. If the reseller does not offer a function, the method throws {@link
 * dev.certbridge.reseller.failure.UnsupportedException} before anything is sent. Methods throw {@link
 * IllegalArgumentException} and send nothing if an id belongs to another reseller, environment or account. Methods also
 * throw {@code IllegalArgumentException} for an order id that cannot be sent ({@link
 * dev.certbridge.reseller.order.OrderId#isQuoted}).
 */
public interface CertificateReseller extends AutoCloseable {

    /** Returns the reseller's name in lower case, {@code regfish} for instance. */
    String name();

    /** Returns true if the reseller offers this function. Sends nothing. */
    boolean supports(Capability capability);

    /** Returns the products that can be ordered. Calls {@code listProducts}. */
    List<Product> products();

    /**
     * Returns the price of an order, renewal or reissue, and orders nothing. Calls {@code requestCertificate}, {@code
     * renewCertificate} or {@code reissueCertificate} with {@code quote=true}.
     *
     * <p>The quote request is sent only once. Before the request is sent, an attempt without an intent is committed to
     * the order book. If the reseller places an order although only a quote was requested, the book records the order
     * without an intent, and the method throws an {@link dev.certbridge.reseller.failure.OutcomeUnknownException} with
     * the id of the order. If the response to the quote request was lost, {@link Orders#reconcile} searches for an
     * order that this request placed.
     *
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller quotes no prices; nothing was sent
     * @throws dev.certbridge.reseller.failure.RejectedException the reseller or a local check refused the request
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException the request was not sent, so nothing was ordered
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the response was lost, or is not a quote
     * @throws dev.certbridge.reseller.failure.NotRecordedException the order book failed after the reseller had
     *     responded
     */
    Quote quote(OrderRequest request);

    /**
     * Checks a request locally and sends nothing. The method {@link #order} makes the same checks before it sends
     * anything.
     *
     * @throws dev.certbridge.reseller.failure.InvalidRequestException the request is invalid; the exception has all
     *     violations
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller does not offer the requested function
     */
    void validate(OrderRequest request, Spending spending);

    /**
     * Executes a request at most once per intent: places an order, renewal or reissue, or completes an order. Calls
     * {@code createCertificate}, {@code reissueCertificate} or {@code completeCertificate} at regfish, and {@code
     * requestCertificate}, {@code renewCertificate} or {@code reissueCertificate} at Realtime Register.
     *
     * <p>If the intent is repeated with an equal request, the method returns the recorded order with the CSR of the
     * first request, and orders nothing. Two requests that differ only in their CSR count as equal. The recorded order
     * is read from the reseller only if the charge of the order was not compared with the price limit yet, see {@link
     * dev.certbridge.reseller.book.OrderBook#uncompared}.
     *
     * @param intent the idempotency key, unique in the order book
     * @param spending the allowed price of the order
     * @return the order as the reseller accepted it; {@link Orders#await} waits for the certificate of the order
     * @throws dev.certbridge.reseller.failure.RejectedException the reseller or a local check refused the request;
     *     nothing was ordered
     * @throws dev.certbridge.reseller.failure.SpendingLimitExceededException the quote exceeds the limit or is not a
     *     readable price; nothing was ordered
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the intent already belongs to another request, or
     *     the public key already belongs to another intent; nothing was sent
     * @throws dev.certbridge.reseller.failure.PossibleDuplicateException the reseller lists an open order for the same
     *     product and names that is not in the order book; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not exist or does not cover the
     *     order; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException the request was not sent, so nothing was ordered
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an order may exist; call {@link Orders#reconcile}
     *     before retrying
     * @throws dev.certbridge.reseller.failure.OverspentException the order exists, and its charge exceeds the limit or
     *     cannot be read; the book is halted
     * @throws dev.certbridge.reseller.failure.NotRecordedException the order book failed after the reseller had
     *     responded
     */
    Order order(Intent intent, OrderRequest request, Spending spending);

    /**
     * Places several orders or renewals with the options {@link BulkOptions#defaults()}, four at a time. See {@link
     * #orderAll(Map, Spending, BulkOptions)}.
     */
    default BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending) {
        return orderAll(requests, spending, BulkOptions.defaults());
    }

    /**
     * Places several orders or renewals, up to {@link BulkOptions#parallel()} at the same time. The open orders at the
     * reseller are listed once for all requests. Requests that have a name, a public key or an old certificate in
     * common are placed one after the other. The threads of the run have ended when this method returns.
     *
     * <p>The run halts at the first unknown outcome and at the first overcharge. The run also halts at each failure
     * that probably affects the next order: too little credit, an exhausted budget, a failing or halted order book, a
     * refused API key, a rate limit without {@code Retry-After}, and a {@link
     * dev.certbridge.reseller.failure.NotSentException}. If the run halts or the calling thread is interrupted, no
     * further order is sent. A halted run completes and reports all orders that were already sent. The run does not
     * halt if the reseller refuses a single request. To continue a halted run, repeat the call with the same intents. A
     * repeated call does not place existing orders again.
     *
     * <p>If a refusal contains {@code Retry-After}, all orders of the run wait for the requested time, at most five
     * minutes. When the requested time is over, the refused order is placed again with a new attempt. The run halts if
     * one order is refused with {@code Retry-After} five times. A {@code Retry-After} header alone does not prove that
     * the order was refused. If a response with {@code Retry-After} contains no proof of a refusal, the outcome of the
     * order is unknown.
     *
     * @param requests the requests by intent, in the sequence in which they are sent; each request is for an order or a
     *     renewal
     * @param spending the allowed price of each order
     * @param options the maximum number of orders that are placed at the same time
     * @return the orders and the failures by intent, in the sequence of the requests; a failure of a single order is in
     *     the report and is not thrown
     */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending, BulkOptions options);

    /** Returns the operations on the orders of the account. Sends nothing. */
    Orders orders();

    /** Returns the operations on the certificates of the account. Sends nothing. */
    Certificates certificates();

    /** Closes the pooled connections. Does not change any order and does not close the order book. */
    @Override
    void close();
}
