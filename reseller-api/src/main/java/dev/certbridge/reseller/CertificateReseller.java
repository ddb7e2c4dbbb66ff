package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.IssuedCertificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A reseller of certificates. Thread-safe. Every method throws a {@link
 * dev.certbridge.reseller.failure.ResellerException}; what a reseller cannot do is {@link
 * dev.certbridge.reseller.failure.UnsupportedException} before any byte is sent.
 */
public interface CertificateReseller extends AutoCloseable {

    /** The reseller's name: {@code regfish}, {@code realtime}. */
    String name();

    /** Whether the reseller can do this, known without asking it. */
    boolean supports(Capability capability);

    /** What is on offer, read from the reseller ({@code listProducts}). */
    List<Product> products();

    /**
     * What the order would cost ({@code requestCertificate} with {@code quote=true}). Nothing is ordered; should the
     * reseller order nevertheless, the order is booked as unclaimed and {@link
     * dev.certbridge.reseller.failure.OutcomeUnknownException} carries its id.
     */
    Quote quote(OrderRequest request);

    /**
     * Checks what can be known to be wrong without asking the reseller. {@link #order} does so itself, before anything is
     * sent; this is for whoever wants to know before ordering elsewhere.
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
     * nothing.
     *
     * @throws dev.certbridge.reseller.failure.RejectedException the reseller said no; nothing was ordered
     * @throws dev.certbridge.reseller.failure.SpendingLimitExceededException the quote does not fit; nothing was ordered
     * @throws dev.certbridge.reseller.failure.IntentMismatchException the book holds this intent or key for something
     *     else; nothing was sent
     * @throws dev.certbridge.reseller.failure.PossibleDuplicateException an equal order is open; nothing was ordered
     * @throws dev.certbridge.reseller.failure.NotSentException nothing left this machine
     * @throws dev.certbridge.reseller.failure.OutcomeUnknownException look before you repeat
     */
    Order order(Intent intent, OrderRequest request, Spending spending);

    /**
     * The order as it stands now, one look ({@code getCertificate}; {@code getProcess} and {@code getProcessInfo}).
     *
     * @throws IllegalArgumentException the id is of another reseller, environment or account
     */
    Order find(OrderId id);

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
     * The certificate and its chain ({@code downloadCertificate}). Refuses a leaf for another key or without one of the
     * ordered names ({@link dev.certbridge.reseller.failure.BrokenContractException}).
     *
     * @throws dev.certbridge.reseller.failure.ConflictException with {@code NOT_READY} while there is none yet
     */
    IssuedCertificate download(OrderId id);

    /** Closes the pooled connections. Orders are not touched. */
    @Override
    void close();
}
