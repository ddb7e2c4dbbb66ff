package dev.certbridge.conformance.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The other process: it is given errands, and each stands still at every step of its book until it is told to go on. What
 * is said of an errand begins with its number, both ways.
 */
final class OrderingProcess {

    static final String AT = "at ";
    static final String DONE = "done ";
    static final String FAILED = "failed ";

    private final String number;
    private final BlockingQueue<String> words = new LinkedBlockingQueue<>();

    private OrderingProcess(String number) {
        this.number = number;
    }

    public static void main(String[] args) throws IOException {
        // While nobody waits yet: the library that makes keys takes longest to load.
        KeyAndCsr.ecP256("www.example.com");
        Map<String, OrderingProcess> errands = new HashMap<>();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] word = line.split(" ", 2);
            errands.computeIfAbsent(word[0], OrderingProcess::begun).words.add(word[1]);
        }
        // Whoever gave the orders is gone.
        Runtime.getRuntime().halt(1);
    }

    private static OrderingProcess begun(String number) {
        OrderingProcess errand = new OrderingProcess(number);
        Thread thread = new Thread(errand::run, "errand " + number);
        thread.setUncaughtExceptionHandler((failed, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(2);
        });
        thread.start();
        return errand;
    }

    private void run() {
        ChildCommand errand = ChildCommand.parse(next());
        try (SpendLog book = ReportingBook.of(errand.book().open(errand.rescues()), this::standStill);
                CertificateReseller reseller = errand.connect(book)) {
            tell(DONE + errand.run(reseller));
        } catch (ResellerException e) {
            tell(FAILED + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private void standStill(String step) {
        tell(AT + step);
        next();
    }

    private void tell(String line) {
        synchronized (OrderingProcess.class) {
            System.out.println(number + " " + line);
            System.out.flush();
        }
    }

    private String next() {
        try {
            return words.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts an errand", e);
        }
    }
}
