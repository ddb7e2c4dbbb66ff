package dev.certbridge.conformance;

import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Controls a stub in the same way for every reseller: what people do there, and its faults. A method may be missing
 * when the client opts out of the rules that need it.
 */
public interface StubOperator {

    /** Issues this order now. */
    void issue(OrderId order);

    /** Lets the order fail late: it is charged, and there will be no certificate. */
    void fail(OrderId order);

    /** Returns the reseller's status of a failed order. */
    String failed();

    /** Puts the order in doubt: it can still be issued or fail. */
    default void doubt(OrderId order) {
        throw notHere("doubt");
    }

    /** Returns a request for an order that waits for a person. */
    default OrderRequest needingPerson(KeyAndCsr key) {
        throw notHere("an order that waits for a person");
    }

    /** Returns a request for an order that is refused until extra charges are acknowledged. */
    default OrderRequest needingAcknowledgment() {
        throw notHere("charges to acknowledge");
    }

    /** Accepts orders with another documented status from now on. */
    default void acceptWith(int status) {
        throw notHere("another status for an accepted order");
    }

    /** Returns the id of an organization on file that can complete orders. */
    default String organization() {
        throw notHere("an organization on file");
    }

    /** Hosts a zone for the customer, and returns a lookup of the CNAME targets in it, with a dot at the end. */
    default Function<String, Optional<String>> hostZone(String domain) {
        throw notHere("a zone");
    }

    /** Ignores the filters of listings. */
    default void ignoreFilters() {
        throw notHere("a filter");
    }

    /** Refuses the first downloads of an issued certificate, this many times. */
    default void downloadLate(int downloads) {
        throw notHere("a download that comes too early");
    }

    /** Places an order for {@code quote=true}. */
    default void takeQuestionsForOrders() {
        throw notHere("a question for the price");
    }

    /** Charges this much more than was quoted. */
    default void chargeMoreThanQuoted(long cents) {
        throw notHere("a quote");
    }

    /** Returns the flaws that a quote can have, by name; running one gives later quotes that flaw. */
    default Map<String, Runnable> quoteFlaws() {
        throw notHere("a quote");
    }

    private static IllegalStateException notHere(String what) {
        return new IllegalStateException(
                "this reseller knows nothing like " + what + "; opt out of the rule, and say why");
    }
}
