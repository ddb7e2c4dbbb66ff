package dev.certbridge.cli;

import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.order.Money;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a file of {@code certbridge keep}. Relative paths in the file are resolved against the folder of the
 * file.
 *
 * @param file the path of the file, as the user wrote it
 * @param folder the folder of the deployed certificates
 * @param keys the folder of the private keys
 * @param dns the way in which DNS records are published, or empty if a person publishes DNS records
 * @param entries the certificates, in the same sequence as in the file
 * @param warnings the warnings about the file, each in one line
 */
record KeepFile(
        Path file,
        Located<Path> folder,
        Located<Path> keys,
        Located<Book> book,
        Optional<Located<Dns>> dns,
        List<Located<Budget>> budgets,
        List<Located<CertificateSpec>> entries,
        List<String> warnings) {

    /** A value and the number of its line in the file. */
    record Located<T>(T value, int line) {}

    /** Returns the specifications of all certificates. */
    List<CertificateSpec> specs() {
        return entries.stream().map(Located::value).toList();
    }

    /** Returns the names of the resellers of all certificates, without repetitions. */
    List<String> resellers() {
        return entries.stream()
                .map(entry -> entry.value().reseller())
                .distinct()
                .toList();
    }

    /** Returns an exception that reports a mistake in a line of this file. */
    KeepFileException wrong(int line, String message) {
        return new KeepFileException(file, line, message);
    }

    /** The order book. */
    sealed interface Book {

        /** An order book in a SQLite file, which only one host can use. */
        record File(Path path) implements Book {}

        /**
         * An order book in a PostgreSQL database, which several hosts can use.
         *
         * @param variable the name of the environment variable that contains the JDBC URL
         * @param schema the database schema, or empty for the default schema
         */
        record Database(String variable, Optional<String> schema) implements Book {}
    }

    /** The way in which DNS records are published. */
    sealed interface Dns {

        /** The reseller that hosts the DNS zones publishes the DNS records. */
        record AtReseller(String reseller) implements Dns {}

        /** A program of the user publishes and removes the DNS records. */
        record Program(List<String> command) implements Dns {}

        /**
         * A name server publishes the DNS records, which it receives as dynamic updates (RFC 2136).
         *
         * @param server the host name or address of the name server, with or without a port
         * @param zone the DNS zone that contains the domain names, or empty to ask the name server for the zone
         * @param keyFile the file that contains the TSIG key
         */
        record Update(String server, Optional<String> zone, Path keyFile) implements Dns {}
    }

    /** The period after which a budget starts again. */
    enum Period {
        /** The budget starts again on each day (UTC). */
        DAY,
        /** The budget starts again in each month (UTC). */
        MONTH,
        /** The budget never starts again. */
        EVER
    }

    /**
     * A budget that starts again in each period.
     *
     * @param orders the maximum number of orders in each period
     */
    record PeriodicBudget(String name, Money limit, long orders, Period per) {

        /** Returns the name that the budget of the current period has in the order book. */
        String nameIn(Clock clock) {
            String day = LocalDate.now(clock.withZone(ZoneOffset.UTC)).toString();
            return switch (per) {
                case DAY -> name + "/" + day;
                case MONTH -> name + "/" + day.substring(0, 7);
                case EVER -> name;
            };
        }

        /** Returns the budget of the current period. */
        Budget in(Clock clock) {
            return Budget.of(nameIn(clock), orders, limit);
        }
    }
}
