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

/** The book fails for good while the reseller answers an order: the exception and a file hold the id, and nothing is lost. */
class BookLostTest {

    private static final OrderRequest FILLER = OrderRequest.builder("filler")
            .csr(KeyAndCsr.ecP256("filler.example.com").csr())
            .validity(Validity.months(6))
            .build();

    @TempDir
    Path folder;

    private final AtomicReference<SpendLog> struck = new AtomicReference<>();

    /** What befalls the book when the order is booked and its answer not yet passed on. */
    private interface Blow {
        void fall(SpendLog book) throws SQLException;
    }

    @ParameterizedTest
    @ValueSource(strings = {"realtime", "regfish"})
    void a_disk_that_is_full(String reseller) throws Exception {
        try (InterceptingDriver disk = InterceptingDriver.inFront();
                StubReseller stub = reseller.equals("realtime") ? RealtimeStub.start() : RegfishStub.start();
                CrashScenario scene = scene(stub, CrashScenario.sqlite(folder), book -> fill(disk, book))) {
            NotRecordedException failure = notRecorded(scene);
            assertThat(failure).hasStackTraceContaining("SQLITE_FULL");
            assertNothingIsLost(scene, failure);
        }
    }

    @Test
    void a_connection_that_is_cut() throws Exception {
        BookLocation place = Databases.emptySchema("cut");
        Blow cut = book -> Databases.run(
                "postgres",
                "ALTER DATABASE cut ALLOW_CONNECTIONS false",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'cut'");
        try (StubReseller stub = RealtimeStub.start();
                CrashScenario scene = scene(stub, place, cut)) {
            NotRecordedException failure = notRecorded(scene);
            assertThat(failure).hasStackTraceContaining("not currently accepting connections");
            Databases.run("postgres", "ALTER DATABASE cut ALLOW_CONNECTIONS true");
            assertNothingIsLost(scene, failure);
        }
    }

    private CrashScenario scene(StubReseller stub, BookLocation place, Blow blow) throws IOException {
        return new CrashScenario(
                stub,
                (step, action) -> {
                    action.run();
                    if (step.equals("write 1" + PausableProxy.CARRIED_OUT)) {
                        try {
                            blow.fall(Objects.requireNonNull(struck.get()));
                        } catch (SQLException e) {
                            throw new IOException(e);
                        }
                    }
                },
                place,
                folder,
                false);
    }

    private NotRecordedException notRecorded(CrashScenario scene) {
        try (SpendLog book = scene.book()) {
            struck.set(book);
            NotRecordedException failure = catchThrowableOfType(NotRecordedException.class, () -> scene.order(book));
            assertThat(failure).as("the failure of the book").isNotNull();
            return failure;
        }
    }

    /** Until not one more order fits. */
    private static void fill(InterceptingDriver disk, SpendLog book) throws SQLException {
        disk.run("PRAGMA max_page_count=1");
        ResellerAccount elsewhere = new ResellerAccount("elsewhere", "live", "-");
        SpendRequest question = SpendRequest.question(elsewhere.target(), FILLER);
        SpendTerms asking = SpendTerms.of(SpendType.STANDALONE_QUOTE, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Attempt filler = book.begin(OperationRef.of("elsewhere", "quote"), question, asking);
        assertThatIllegalStateException()
                .isThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        OrderId id = elsewhere.orderId("filler" + i, FILLER);
                        book.settle(filler, Attempt.State.ACCEPTED, Optional.of(id));
                    }
                })
                .withMessageContaining("SQLITE_FULL");
    }

    private static void assertNothingIsLost(CrashScenario scene, NotRecordedException failure) throws IOException {
        OrderId id = failure.id().orElseThrow();
        assertThat(scene.booked()).containsExactly(id.providerId());
        Path file = failure.file().orElseThrow();
        assertThat(failure).hasMessageContaining(id.toString()).hasMessageContaining(file.toString());
        assertThat(Files.readAllLines(file)).contains("order=" + id, "state=ACCEPTED");

        scene.assertOrderedOnceAs(id);
        try (Stream<Path> files = Files.list(scene.errand().rescues())) {
            List<Path> left = files.toList();
            assertThat(left).singleElement().asString().endsWith(".applied");
        }
    }
}
