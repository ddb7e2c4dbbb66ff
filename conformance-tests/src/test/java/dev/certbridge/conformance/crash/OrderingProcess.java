package dev.certbridge.conformance.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.conformance.wire.InterceptedBook;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.ResellerException;
import dev.certbridge.reseller.spi.SpendLog;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The program of the child process. It runs commands from its input, each in a thread that stops before and after
 * everything its book commits, until it reads that it may continue. Lines of both directions begin with the number of a
 * command.
 */
final class OrderingProcess {

    static final String AT = "at ";
    static final String DONE = "done ";
    static final String FAILED = "failed ";

    /** Methods of a book that change nothing and allow nothing to be sent. All others are steps, new ones too. */
    private static final Set<String> NO_STEPS = Set.of(
            "recorded",
            "requestOf",
            "orders",
            "knows",
            "unresolved",
            "uncompared",
            "snapshot",
            "left",
            "allowed",
            "halted",
            "now",
            "publishedByOthers",
            "damagedRecoveryFiles",
            "close",
            "toString",
            "hashCode",
            "equals");

    private final String number;
    private final BlockingQueue<String> input = new LinkedBlockingQueue<>();
    private final Map<String, Integer> calls = new TreeMap<>();

    private OrderingProcess(String number) {
        this.number = number;
    }

    public static void main(String[] args) throws IOException {
        // The library that generates keys takes longest to load, so it is loaded before anybody waits.
        KeyAndCsr.ecP256("www.example.com");
        Map<String, OrderingProcess> commands = new HashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] word = line.split(" ", 2);
            commands.computeIfAbsent(word[0], OrderingProcess::begun).input.add(word[1]);
        }
        // The parent process has ended.
        Runtime.getRuntime().halt(1);
    }

    private static OrderingProcess begun(String number) {
        OrderingProcess command = new OrderingProcess(number);
        Thread thread = new Thread(command::run, "command " + number);
        thread.setUncaughtExceptionHandler((failed, e) -> {
            e.printStackTrace();
            Runtime.getRuntime().halt(2);
        });
        thread.start();
        return command;
    }

    private void run() {
        ChildCommand command = ChildCommand.parse(next());
        try (SpendLog book = stopping(command.book().open(command.recovery()));
                CertificateReseller reseller = command.connect(book)) {
            print(DONE + command.run(reseller));
        } catch (ResellerException e) {
            print(FAILED + e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    private SpendLog stopping(SpendLog real) {
        return InterceptedBook.of(real, (method, arguments, call) -> {
            if (NO_STEPS.contains(method)) {
                return call.call();
            }
            String step = method + " " + calls.merge(method, 1, Integer::sum);
            stop(step + ": before");
            Object result = call.call();
            stop(step + ": after");
            return result;
        });
    }

    private void stop(String step) {
        print(AT + step);
        next();
    }

    private void print(String line) {
        synchronized (OrderingProcess.class) {
            System.out.println(number + " " + line);
            System.out.flush();
        }
    }

    private String next() {
        try {
            return input.take();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a command", e);
        }
    }
}
