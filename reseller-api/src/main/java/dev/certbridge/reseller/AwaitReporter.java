package dev.certbridge.reseller;

import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.order.DomainValidation;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.order.DomainValidation.Email;
import dev.certbridge.reseller.order.DomainValidation.HttpFile;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.OrderId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A listener that reports the reason why an order waits, for example a DNS record that has to be published. The
 * listener reports one line at the first poll of an order, and another line whenever the text for the order changes.
 * The listener stores the last line of each order, so create one listener for each wait. Thread-safe.
 */
public final class AwaitReporter implements Consumer<Order> {

    private static final int MOST_VALIDATIONS = 3;

    private final Consumer<String> lines;
    private final Map<OrderId, String> reported = new ConcurrentHashMap<>();

    private AwaitReporter(Consumer<String> lines) {
        this.lines = lines;
    }

    /**
     * Returns a reporter that passes each line to a function such as {@code System.out::println}. Control characters
     * are replaced by question marks.
     */
    public static AwaitReporter to(Consumer<String> lines) {
        return new AwaitReporter(lines);
    }

    /**
     * Returns a listener for {@link Orders#awaitAll} that reports changed orders and passes all events to another
     * listener.
     */
    public AwaitListener before(AwaitListener next) {
        return new AwaitListener() {
            @Override
            public void issued(OrderId id, IssuedCertificate certificate) {
                reported.remove(id);
                next.issued(id, certificate);
            }

            @Override
            public void ended(OrderId id, ResellerException why) {
                reported.remove(id);
                next.ended(id, why);
            }

            @Override
            public void changed(Order order) {
                accept(order);
                next.changed(order);
            }
        };
    }

    /** Reports a line about an order if the line differs from the last line about the same order. */
    @Override
    public void accept(Order order) {
        String text = text(order).replaceAll("\\p{Cntrl}", "?");
        if (!text.equals(reported.put(order.id(), text))) {
            lines.accept(text);
        }
    }

    private static String text(Order order) {
        String named =
                "order " + order.id().providerId() + " at " + order.id().provider() + " (" + order.status() + ")";
        return switch (order.state()) {
            case ISSUED -> named + " is issued";
            case ENDED -> named + " ended without a certificate";
            case ACTION_REQUIRED ->
                named + " waits for a person: "
                        + order.action()
                                .map(action -> action.waitingFor()
                                        + action.url().map(url -> " at " + url).orElse(""))
                                .orElse("no details are known");
            case PENDING -> named + " waits for " + validations(order.validations());
        };
    }

    private static String validations(List<DomainValidation> all) {
        List<String> open = all.stream()
                .filter(validation -> !validation.done())
                .map(AwaitReporter::text)
                .toList();
        if (open.isEmpty()) {
            return "the certificate authority";
        }
        String shown = open.stream().limit(MOST_VALIDATIONS).collect(Collectors.joining(", "));
        int more = open.size() - MOST_VALIDATIONS;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String text(DomainValidation validation) {
        if (validation instanceof DnsRecord record) {
            return "DNS record " + record;
        }
        return validation instanceof Email email
                ? "an answer to the e-mail to " + email.address()
                : "the file " + ((HttpFile) validation).location();
    }
}
