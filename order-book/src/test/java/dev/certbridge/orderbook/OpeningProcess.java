package dev.certbridge.orderbook;

import dev.certbridge.reseller.spi.SpendLog;
import java.nio.file.Path;

/** Opens a book twice in a JVM of its own and prints what is said, one line each. */
final class OpeningProcess {

    private OpeningProcess() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            try (SpendLog book = SpendLog.of(OrderBooks.sqlite(Path.of(arguments[0]), Path.of(arguments[1])))) {
                System.out.println("opened " + book.getClass().getSimpleName());
            } catch (IllegalStateException e) {
                System.out.println("refused: " + e.getMessage());
            }
        }
    }
}
