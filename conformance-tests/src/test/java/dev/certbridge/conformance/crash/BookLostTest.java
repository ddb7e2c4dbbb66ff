package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.certbridge.client.adapter.ResellerAccount;
import dev.certbridge.reseller.book.Attempt;
import dev.certbridge.reseller.book.SpendRequest;
import dev.certbridge.reseller.book.SpendTerms;
import dev.certbridge.reseller.book.SpendType;
import dev.certbridge.reseller.csr.KeyAndCsr;
import dev.certbridge.reseller.failure.NotRecordedException;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.order.OrderId;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.order.Validity;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import dev.certbridge.stub.regfish.RegfishStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

/** A book that fails for good loses no order, and every commit of a book is durable. */
class BookLostTest {

    private static final OrderRequest FILLER = OrderRequest.builder("filler")
            .csr(KeyAndCsr.ecP256("filler.example.com").csr())
            .validity(Validity.months(6))
            .build();

    @TempDir
    Path folder;

    private final AtomicReference<SpendLog> failing = new AtomicReference<>();

    /** A failure of the book after the order is booked and before the response is passed on. */
    private interface BookFailure {
        void strike(SpendLog book) throws SQLException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"realtime", "regfish"})
    void a_full_disk_loses_no_order(String reseller) throws Exception {
        try (InterceptingDriver disk = InterceptingDriver.register();
                StubReseller stub = reseller.equals("realtime") ? RealtimeStub.start() : RegfishStub.start();
                CrashScenario scenario = scenario(stub, BookLocation.sqlite(folder), book -> fill(disk, book))) {
            NotRecordedException failure = notRecorded(scenario);
            assertThat(failure).hasStackTraceContaining("SQLITE_FULL");
            assertNothingIsLost(scenario, failure);
        }
    }

    @Test
    void a_database_that_accepts_no_connection_loses_no_order() throws Exception {
        BookLocation location = Databases.emptySchema("cut");
        BookFailure cut = book -> Databases.run(
                "postgres",
                "ALTER DATABASE cut ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut'");
        try (StubReseller stub = RealtimeStub.start();
                CrashScenario scenario = scenario(stub, location, cut)) {
            NotRecordedException failure = notRecorded(scenario);
            assertThat(failure).hasStackTraceContaining("not currently accepting connections");
            Databases.run("postgres", "ALTER DATABASE cut ALLOW_CONNECTIONS true");
            assertNothingIsLost(scenario, failure);
        }
    }

    private CrashScenario scenario(StubReseller stub, BookLocation location, BookFailure failure) throws IOException {
        return new CrashScenario(
                stub,
                (step, action) -> {
                    action.run();
                    if (step.equals("write 1" + PausableProxy.CARRIED_OUT)) {
                        try {
                            failure.strike(Objects.requireNonNull(failing.get()));
                        } catch (SQLException e) {
                            throw new IOException(e);
                        }
                    }
                },
                location,
                folder,
                false);
    }

    private NotRecordedException notRecorded(CrashScenario scenario) {
        try (SpendLog book = scenario.book()) {
            failing.set(book);
            NotRecordedException failure = catchThrowableOfType(NotRecordedException.class, () -> scenario.order(book));
            assertThat(failure).as("the failure of the book").isNotNull();
            return failure;
        }
    }

    /** Fills the disk until not one more order fits. */
    private static void fill(InterceptingDriver disk, SpendLog book) throws SQLException {
        disk.run("PRAGMA max_page_count=1");
        ResellerAccount elsewhere = new ResellerAccount("elsewhere", "live", "-");
        SpendRequest quote = SpendRequest.standaloneQuote(elsewhere.target(), FILLER);
        SpendTerms terms = SpendTerms.of(SpendType.STANDALONE_QUOTE, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Attempt filler = book.begin(OperationRef.of("elsewhere", "quote"), quote, terms);
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        OrderId id = elsewhere.orderId("filler" + i, FILLER);
                        book.settle(filler, Attempt.State.ACCEPTED, Optional.of(id));
                    }
                })
                .withMessageContaining("SQLITE_FULL");
    }

    private static void assertNothingIsLost(CrashScenario scenario, NotRecordedException failure) throws IOException {
        OrderId id = failure.id().orElseThrow();
        assertThat(scenario.booked()).containsExactly(id.providerId());
        Path file = failure.file().orElseThrow();
        assertThat(failure).hasMessageContaining(id.toString()).hasMessageContaining(file.toString());
        assertThat(Files.readAllLines(file)).contains("order=" + id, "state=ACCEPTED");

        scenario.assertOrderedOnceAs(id);
        try (Stream<Path> files = Files.list(scenario.command().recovery())) {
            List<Path> left = files.toList();
            assertThat(left).singleElement().asString().endsWith(".applied");
        }
    }

    @Test
    void SQLite_syncs_the_file_and_its_journal_at_every_commit_of_an_order() throws Exception {
        try (InterceptingDriver driver = InterceptingDriver.register();
                StubReseller stub = RealtimeStub.start();
                CrashScenario scenario = CrashScenario.uninterrupted(stub, BookLocation.sqlite(folder), folder, true);
                SpendLog book = scenario.book()) {
            scenario.order(book);
            assertThat(driver.query("PRAGMA synchronous")).as("EXTRA").isEqualTo("3");
            assertThat(driver.query("PRAGMA journal_mode")).isEqualTo("persist");
            assertThat(driver.query("PRAGMA fullfsync")).isEqualTo("1");
        }
    }

    @Test
    void PostgreSQL_flushes_every_commit_of_an_order_even_when_synchronous_commit_is_switched_off() throws Exception {
        BookLocation location = Databases.emptySchema("asynchronous");
        try (StubReseller stub = RealtimeStub.start();
                CrashScenario scenario = CrashScenario.uninterrupted(stub, location, folder, true);
                SpendLog book = scenario.book()) {
            Databases.run(
                    "asynchronous",
                    "CREATE TABLE public.seen (setting TEXT)",
                    "CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen"
                            + " VALUES (current_setting('fsync') || ' ' || current_setting('synchronous_commit'));"
                            + " RETURN NEW; END $$",
                    "DO $$ DECLARE tables TEXT; BEGIN FOR tables IN SELECT schemaname || '.' || tablename FROM pg_tables"
                            + " WHERE tablename LIKE 'certbridge%' LOOP EXECUTE 'CREATE TRIGGER noting AFTER INSERT OR"
                            + " UPDATE ON ' || tables || ' FOR EACH ROW EXECUTE FUNCTION public.note()'; END LOOP; END $$",
                    "ALTER DATABASE asynchronous SET synchronous_commit = off");
            scenario.order(book);

            List<String> seen = Databases.query("asynchronous", "SELECT setting FROM public.seen");
            assertThat(seen)
                    .as("begin, answered with its order, settle with its order, at the least")
                    .hasSizeGreaterThan(4);
            assertThat(Set.copyOf(seen)).containsExactly("on on");
            assertThatIllegalStateException()
                    .as("opening it now")
                    .isThrownBy(scenario::book)
                    .withMessageContaining("synchronous_commit=off");
        }
    }

    /**
     * The SQLite driver, with access to the connection that a book opens: settings hold for one connection only. It is
     * registered before the real driver until it is closed.
     */
    static final class InterceptingDriver extends JDBC implements AutoCloseable {

        private @Nullable Connection latest;

        static InterceptingDriver register() throws SQLException {
            Driver real = DriverManager.getDriver(JDBC.PREFIX);
            InterceptingDriver intercepting = new InterceptingDriver();
            DriverManager.deregisterDriver(real);
            DriverManager.registerDriver(intercepting);
            DriverManager.registerDriver(real);
            return intercepting;
        }

        /** Runs a statement on the connection that was opened last. */
        void run(String sql) throws SQLException {
            try (Statement statement = latest().createStatement()) {
                statement.execute(sql);
            }
        }

        /** Returns the first value of a query on the connection that was opened last. */
        String query(String sql) throws SQLException {
            try (Statement statement = latest().createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                return row.getString(1);
            }
        }

        private Connection latest() {
            return Objects.requireNonNull(latest, "no connection was opened");
        }

        @Override
        public @Nullable Connection connect(String url, Properties info) throws SQLException {
            Connection connection = super.connect(url, info);
            latest = connection == null ? latest : connection;
            return connection;
        }

        @Override
        public void close() throws SQLException {
            DriverManager.deregisterDriver(this);
        }
    }
}
