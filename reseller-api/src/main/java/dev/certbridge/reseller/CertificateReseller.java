package dev.certbridge.reseller;

import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.Reconciliation;
import dev.certbridge.reseller.csr.IssuedCertificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A reseller of certificates. Thread-safe. Every method throws a {@link
 * dev.certbridge.reseller.failure.ResellerException}; what a reseller cannot do is {@link
 * dev.certbridge.reseller.failure.UnsupportedException} before any byte is sent. An id of another reseller, environment
 * or account is {@link IllegalArgumentException}, and nothing was sent.
 */
public interface CertificateReseller extends AutoCloseable {

    /** The reseller's name, in lower case: {@code regfish} for instance. */
    String name();

    /** Whether the reseller can do this, known without asking it. */
    boolean supports(Capability capability);

    /** What is on offer, read from the reseller ({@code listProducts}). */
    List<Product> products();

    /**
     * What an order, renewal or reissue would cost ({@code requestCertificate}, {@code renewCertificate}, {@code
     * reissueCertificate} with {@code quote=true}). Nothing is ordered; should the reseller order nevertheless, the order
     * is booked as unclaimed and {@link dev.certbridge.reseller.failure.OutcomeUnknownException} carries its id. Sent
     * once and committed to the book before, as an attempt of no intent: what became of a lost one is looked up with
     * {@link #reconcile}.
     *
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException nothing left this machine
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost, or was none to a question
     * @throws dev.certbridge.reseller.failure.NotRecordedException the book failed after the answer
     */
    Quote quote(OrderRequest request);

    /**
     * Checks what can be known to be wrong without asking the reseller. {@link #order}, {@link #renew} and {@link
     * #reissue} do so themselves, before anything is sent; this is for whoever wants to know before ordering elsewhere.
     *
     * @throws dev.certbridge.reseller.failure.InvalidRequestException with everything that is wrong at once
     * @throws dev.certbridge.reseller.failure.UnsupportedException the reseller cannot do this
     */
    void check(OrderRequest request, Spending spending);

    /**
     * Orders a certificate, at most once per intent ({@code createCertificate} at regfish, {@code requestCertificate}
     * at Realtime Register).
     *
     * <p>The same intent with the same request (CSR aside) returns the recorded order and its first CSR, and sends
     * nothing; only a price that was never compared with what was allowed is read ({@link
     * dev.certbridge.reseller.book.OrderBook#uncompared}).
     *
     * @throws dev.certbridge.reseller.failure.RejectedException the reseller said no; nothing was ordered
     * @throws dev.certbridge.reseller.failure.SpendingLimitExceededException the quote does not fit; nothing was ordered
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the book holds this intent or key for something
     *     else; nothing was sent
     * @throws dev.certbridge.reseller.failure.PossibleDuplicateException an equal order is open; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BudgetExhaustedException the budget does not cover it; nothing was ordered
     * @throws dev.certbridge.reseller.failure.BookHaltedException the book is halted; nothing was sent
     * @throws dev.certbridge.reseller.failure.NotSentException nothing left this machine
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException look before you repeat
     * @throws dev.certbridge.reseller.failure.OverspentException it was ordered and charged above what was allowed
     * @throws dev.certbridge.reseller.failure.NotRecordedException the book failed after the answer
     */
    Order order(Intent intent, OrderRequest request, Spending spending);

    /**
     * Renews a certificate ({@code createCertificate} with a source at regfish, {@code renewCertificate} at Realtime
     * Register). Another order, paid like one; throws as {@link #order}.
     *
     * @param request made with {@link OrderRequest#renewalOf}
     */
    Order renew(Intent intent, OrderRequest request, Spending spending);

    /**
     * Replaces a certificate within its order ({@code reissueCertificate}); throws as {@link #order}.
     *
     * @param request made with {@link OrderRequest#reissueOf}, saying {@link OrderRequest#oldMayBeRevoked}
     */
    Order reissue(Intent intent, OrderRequest request, Spending spending);

    /**
     * Completes an order that waits for its organization ({@code completeCertificate} at regfish only); throws as {@link
     * #order}. The same intent again sends nothing.
     *
     * @param organization the id of an organization on file
     */
    Order complete(Intent intent, OrderId id, String organization, Spending spending);

    /**
     * Orders or renews many, one after the other, over one look at what is open. Halts at the first unknown outcome, and
     * at what the next order would meet as well: overspending, missing credit, an exhausted budget, a failing or halted
     * book, a refused key, a rate limit, or {@link dev.certbridge.reseller.failure.NotSentException}. A request that was
     * refused for itself does not halt it. Run it again with the same intents: what is done is not ordered again.
     *
     * @param requests by intent, in the order they are sent; each an order or a renewal
     */
    BulkReport orderAll(Map<Intent, OrderRequest> requests, Spending spending);

    /**
     * Renews many, as {@link #orderAll} does; run it again with the same intents.
     *
     * @param requests by intent, in the order they are sent; each made with {@link OrderRequest#renewalOf}
     * @throws IllegalArgumentException a request is no renewal; nothing was sent for any
     */
    default BulkReport renewAll(Map<Intent, OrderRequest> requests, Spending spending) {
        requests.forEach((intent, request) -> {
            if (request.kind() != OrderId.Kind.RENEWAL) {
                throw new IllegalArgumentException("nothing was sent: the request of intent \"" + intent
                        + "\" is no renewal; make it with OrderRequest.renewalOf, or call orderAll");
            }
        });
        return orderAll(requests, spending);
    }

    /**
     * The order as it stands now, one look ({@code getCertificate}; {@code getProcess} and {@code getProcessInfo}).
     */
    Order find(OrderId id);

    /** The certificate as it stands now ({@code getCertificate}), with its serial number once it is issued. */
    Certificate find(CertificateId id);

    /**
     * Every order the reseller lists, also those the book does not know, read page by page while it is looked at. An
     * order of the book has the id it has there; of any other the key is not known.
     */
    Stream<Order> orders();

    /** The certificates of the account. */
    Certificates certificates();

    /** Every order the reseller lists that no intent of the book claims: what somebody, or something, else ordered. */
    Stream<Order> audit();

    /**
     * Waits for an order, publishing validation records as they appear, and downloads the certificate.
     *
     * @param limit the longest to wait, over all looks
     * @param onLook told the order after every look, from the waiting thread
     * @throws dev.certbridge.reseller.failure.OrderEndedException it ended without a certificate
     * @throws dev.certbridge.reseller.failure.ActionRequiredException it waits for a person
     * @throws dev.certbridge.reseller.failure.DeadlineExceededException the limit passed; await it again later
     */
    IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher, Consumer<Order> onLook);

    /** Waits for an order without being told of the looks. */
    default IssuedCertificate await(OrderId id, Duration limit, DnsPublisher publisher) {
        return await(id, limit, publisher, order -> {});
    }

    /**
     * Waits for many orders by looking at the reseller's listings instead of at each.
     *
     * @param limit the longest to wait
     * @return those that are still waited for when the limit passed or the thread was interrupted
     */
    List<OrderId> awaitAll(Collection<OrderId> ids, Duration limit, DnsPublisher publisher, AwaitListener listener);

    /**
     * The certificate and its chain ({@code downloadCertificate}). Refuses a leaf for another key or without one of the
     * ordered names ({@link dev.certbridge.reseller.failure.BrokenContractException}). After a reissue the old
     * certificate is never returned.
     *
     * @throws dev.certbridge.reseller.failure.ConflictException with {@code NOT_READY} while there is none yet
     */
    IssuedCertificate download(OrderId id);

    /**
     * Cancels an open order ({@code cancelProcess} at Realtime Register only). Sent once.
     *
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost: look at the order
     */
    void cancel(OrderId id);

    /**
     * Revokes a certificate ({@code revokeCertificate} at Realtime Register only). It is read first, and refused when
     * its serial number is another. Sent once.
     *
     * @param serial the serial number in hex, in any case, colons and leading zeros allowed
     * @throws IllegalArgumentException the certificate has another serial number; nothing was sent
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException the answer was lost: look at the certificate
     */
    void revoke(CertificateId id, String serial, RevocationReason reason);

    /**
     * Looks at the reseller for what became of an attempt. Reads all pages, and believes no filter.
     *
     * @param attempt one of {@link dev.certbridge.reseller.book.OrderBook#unresolved}, sent to this reseller
     */
    Reconciliation reconcile(Attempt attempt);

    /** Closes the pooled connections. Orders are not touched. The book stays open. */
    @Override
    void close();
}
