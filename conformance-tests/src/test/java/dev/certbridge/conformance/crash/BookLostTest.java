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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A book that fails for good while the reseller responds to an order. The exception and a file contain the id. */
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
}
