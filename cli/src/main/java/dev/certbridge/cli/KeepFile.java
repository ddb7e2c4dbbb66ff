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
 * The contents of a file of {@code certbridge keep}. Paths are resolved against the folder of the file.
 *
 * @param file the file as the user named it
 * @param folder the folder of the deployed certificates
 * @param keys the folder of the private keys
 * @param dns the way in which DNS records are published; empty if a person publishes them
 * @param entries the certificates, in the order of the file
 * @param warnings the warnings about the file, one line each
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

    /** Returns an exception for a line of this file. */
    KeepFileException wrong(int line, String message) {
        return new KeepFileException(file, line, message);
    }

    /** The order book. */
    sealed interface Book {

        /** A book in a SQLite file, for one host. */
        record File(Path path) implements Book {}

        /**
         * A book in a PostgreSQL database, for any number of hosts.
         *
         * @param variable the environment variable with the JDBC URL
         * @param schema the schema; empty for the default
         */
        record Database(String variable, Optional<String> schema) implements Book {}
    }

    /** The way in which DNS records are published. */
    sealed interface Dns {

        /** The reseller that hosts the DNS zones publishes the records. */
        record AtReseller(String reseller) implements Dns {}

        /** A program publishes and removes records. */
        record Program(List<String> command) implements Dns {}

        /**
         * A name server takes dynamic updates (RFC 2136).
         *
         * @param server the host or address, with or without a port
         * @param zone the zone that contains the names; empty if the server is asked for the zone
         * @param keyFile the file with the TSIG key
         */
        record Update(String server, Optional<String> zone, Path keyFile) implements Dns {}
    }

    /** The period after which a budget starts again. */
    enum Period {
        /** A day in UTC. */
        DAY,
        /** A month in UTC. */
        MONTH,
        /** The budget never starts again. */
        EVER
    }

    /**
     * A budget that starts again in each period.
     *
     * @param orders the number of orders in each period
     */
    record PeriodicBudget(String name, Money limit, long orders, Period per) {

        /** Returns the name of the budget in the order book for the current period. */
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
