package dev.certbridge.conformance.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;

/** The other process: it is given one errand, and stands still at every step of its book until it is told to go on. */
final class OrderingProcess {

    static final String AT = "at ";
    static final String DONE = "done ";
    static final String FAILED = "failed ";

    private static final BufferedReader ORDERS = new BufferedReader(new InputStreamReader(System.in, UTF_8));

    private OrderingProcess() {}

    public static void main(String[] args) {
        // While nobody waits yet: the library that makes keys takes longest to load.
        KeyAndCsr.ecP256("www.example.com");
        Errand errand = Errand.parse(next());
        try (OrderBook book = AnnouncingBook.of(errand.book().open(errand.rescues()), OrderingProcess::standStill);
                CertificateReseller reseller = errand.connect(book)) {
            tell(DONE + errand.order(reseller).id());
        } catch (ResellerException e) {
            tell(FAILED + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private static void standStill(String step) {
        tell(AT + step);
        next();
    }

    private static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static String next() {
        try {
            String line = ORDERS.readLine();
            if (line == null) {
                // Whoever gave the orders is gone.
                Runtime.getRuntime().halt(1);
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
