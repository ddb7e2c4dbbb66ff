package dev.certbridge.reseller.book;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.certbridge.reseller.Intent;
import dev.certbridge.reseller.failure.ResellerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * Somebody who sends every intent of a list that the book lets him send: in a class loader, a process or a thread of its
 * own. Made of types that class loaders share, and by arguments that a command line holds.
 */
public final class BookUser implements Callable<String> {

    static final String DONE = "done";

    private final Path book;
    private final Path folder;
    private final Path sent;
    private final int intents;

    /** What he sent is appended to the file {@code sent}, one line each. */
    public BookUser(String book, String folder, String sent, String intents) {
        this.book = Path.of(book);
        this.folder = Path.of(folder);
        this.sent = Path.of(sent);
        this.intents = Integer.parseInt(intents);
    }

    /** In a process of its own, where another thread reads the file of the book as long as he uses it. */
    public static void main(String[] args) throws Exception {
        Thread reader = new Thread(() -> readAgainAndAgain(Path.of(args[0])));
        reader.setDaemon(true);
        reader.start();
        System.out.println(new BookUser(args[0], args[1], args[2], args[3]).call());
    }

    /** The file is closed after each reading, which drops the locks of the process on it. */
    private static void readAgainAndAgain(Path book) {
        while (true) {
            try {
                Files.readAllBytes(book);
                // Often enough to meet many steps, and not so often that nobody else gets the processor.
                LockSupport.parkNanos(500_000);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns how it ended, in one line. */
    @Override
    public String call() throws IOException {
        try (OrderBook opened = OrderBook.sqlite(book, folder)) {
            send(opened, sent, intents);
            return DONE;
        } catch (IllegalStateException e) {
            return e.getMessage();
        }
    }

    static void send(OrderBook book, Path sent, int intents) throws IOException {
        List<Intent> names = IntStream.range(0, intents)
                .mapToObj(i -> Intent.of("shop/" + i))
                .toList();
        for (Intent intent : names) {
            Wish wish = Wish.of(intent, Sample.TARGET, Sample.REQUEST_WITHOUT_KEY);
            Attempt attempt;
            try {
                attempt = book.begin(Sample.ORIGIN, wish, Sample.SENDING);
            } catch (ResellerException e) {
                // Somebody else has it, or had it.
                continue;
            }
            if (book.maySend(attempt)) {
                Files.write(
                        sent, (intent + "\n").getBytes(UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                book.settle(attempt, Attempt.State.ACCEPTED, Optional.of(Sample.id(intent.name())));
            }
        }
    }
}
