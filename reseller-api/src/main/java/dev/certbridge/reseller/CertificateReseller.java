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
 * A reseller of certificates. Thread-safe. Every method throws a {@link
 * dev.certbridge.reseller.failure.ResellerException}; what the reseller cannot do is {@link
 * dev.certbridge.reseller.failure.UnsupportedException} before any byte is sent. An id of another reseller, environment
 * or account is {@link IllegalArgumentException}, and nothing was sent.
 */
public interface CertificateReseller extends AutoCloseable {

    /** Returns the reseller's name in lower case, {@code regfish} for instance. */
    String name();

    /** Returns true when the reseller can do this; nothing is sent. */
    boolean supports(Capability capability);

    /** Lists the products that can be ordered ({@code listProducts}). */
    List<Product> products();

    /**
     * Returns the price of an order, renewal or reissue ({@code requestCertificate}, {@code renewCertificate}, {@code
     * reissueCertificate} with {@code quote=true}). Orders nothing; should the reseller order nevertheless, the order is
     * booked as unclaimed and {@link dev.certbridge.reseller.failure.OutcomeUnknownException} carries its id. Sent once
     * and committed to the book before, as an attempt of no intent: {@link Orders#reconcile} finds what became of a lost
     * one.
     *
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException nothing left this machine
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost, or is not a quote
     * @throws dev.certbridge.reseller.failure.NotRecordedException the book failed after the answer
     */
    Quote quote(OrderRequest request);

    /**
     * Checks a request without asking the reseller. {@link #order} does the same before anything is sent.
     *
     * @throws dev.certbridge.reseller.failure.InvalidRequestException with all violations together
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller cannot do this
     */
    void validate(OrderRequest request, Spending spending);

    /**
     * Orders, renews, reissues or completes, as the request says, at most once per intent ({@code createCertificate},
     * {@code reissueCertificate}, {@code completeCertificate} at regfish; {@code requestCertificate}, {@code
     * renewCertificate}, {@code reissueCertificate} at Realtime Register).
     *
     * <p>The same intent with the same request (CSR aside) returns the recorded order and its first CSR, and sends
     * nothing; only a charge that was never compared with the limit is read ({@link
     * dev.certbridge.reseller.book.OrderBook#uncompared}).
     *
     * @throws dev.certbridge.reseller.failure.RejectedException the reseller refused; nothing was ordered
     * @throws dev.certbridge.reseller.failure.SpendingLimitExceededException the quote exceeds the limit; nothing was
     *     ordered
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the book holds this intent or key for something
     *     else; nothing was sent
     * @throws dev.certbridge.reseller.failure.PossibleDuplicateException an equal order is open; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not cover it; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException nothing left this machine
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException an order may exist; call {@link Orders#reconcile}
     *     before retrying
     * @throws dev.certbridge.reseller.failure.OverspentException it was ordered and charged above the limit
     * @throws dev.certbridge.reseller.failure.NotRecordedException the book failed after the answer
     */
    Order order(Intent intent, OrderRequest request, Spending spending);

    /**
     * Orders or renews many, one after the other, over one listing of open orders. Halts at the first unknown outcome,
     * and at what the next order would meet as well: overspending, missing credit, an exhausted budget, a failing or
     * halted book, a refused key, a rate limit, or {@link dev.certbridge.reseller.failure.NotSentException}. A refusal of
     * one request does not halt it. Run it again with the same intents: what is done is not ordered again.
     *
     * @param requests by intent, in the order they are sent; each an order or a renewal
     */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending);

    /** Returns the orders of the account. */
    Orders orders();

    /** Returns the certificates of the account. */
    Certificates certificates();

    /** Closes the pooled connections. Orders are not touched. The book stays open. */
    @Override
    void close();
}
