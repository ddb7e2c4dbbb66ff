package dev.certbridge.conformance;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Controls a stub in the same way for every reseller. An operator performs actions of people at the reseller, such as
 * issuing an order, and switches on faults. The default methods throw {@link IllegalStateException}. An implementation
 * can omit a method if its client opts out of the rules that call the method.
 */
public interface StubOperator {

    /** Issues the certificate of this order now. */
    void issue(OrderId order);

    /** Makes the accepted order fail. The failed order is charged, and no certificate is issued for it. */
    void fail(OrderId order);

    /** Returns the status text that the reseller reports for a failed order. */
    String failed();

    /** Makes the outcome of the order doubtful: the order can still be issued, and can still fail. */
    default void doubt(OrderId order) {
        throw notHere("doubt");
    }

    /** Returns a request for an order that waits until a person acts. */
    default OrderRequest needingPerson(KeyAndCsr key) {
        throw notHere("an order that waits for a person");
    }

    /** Returns a request for an order that the reseller refuses until the caller acknowledges extra charges. */
    default OrderRequest needingAcknowledgment() {
        throw notHere("charges to acknowledge");
    }

    /** Makes the stub accept later orders with this documented HTTP status. */
    default void acceptWith(int status) {
        throw notHere("a different status in the response to an accepted order");
    }

    /** Returns the id of an organization that the reseller has stored and that can complete orders. */
    default String organization() {
        throw notHere("a stored organization");
    }

    /**
     * Hosts a DNS zone for the customer. Returns a function that finds the target of a CNAME record by the name of the
     * record.
     */
    default Function<String, Optional<String>> hostZone(String domain) {
        throw notHere("a zone");
    }

    /** Makes the stub ignore the filters of listings. */
    default void ignoreFilters() {
        throw notHere("a filter");
    }

    /** Makes the stub refuse this number of downloads of an issued certificate before it sends the certificate. */
    default void downloadLag(int downloads) {
        throw notHere("a download before the certificate is ready");
    }

    /** Makes the stub place an order when a client requests a price with {@code quote=true}. */
    default void takeQuestionsForOrders() {
        throw notHere("a price request that places an order");
    }

    /** Makes the stub charge this number of cents more than it quoted. */
    default void chargeMoreThanQuoted(long cents) {
        throw notHere("a quote");
    }

    /**
     * Returns an action for each flaw that a quote can have, by the name of the flaw. An action makes the stub send
     * later quotes with its flaw.
     */
    default Map<String, Runnable> quoteFlaws() {
        throw notHere("a quote");
    }

    private static IllegalStateException notHere(String what) {
        return new IllegalStateException(
                "the stub operator of this reseller does not provide " + what + ". Opt out of the rule with a reason");
    }
}
