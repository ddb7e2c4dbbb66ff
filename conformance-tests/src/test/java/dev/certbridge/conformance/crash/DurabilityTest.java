package dev.certbridge.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.realtime.RealtimeStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings that make a commit durable, read from the connections that committed an order. */
class DurabilityTest {

    @TempDir
    Path folder;

    @Test
    void SQLite_syncs_the_file_and_the_folder_at_every_commit_of_an_order() throws Exception {
        try (InterceptingDriver driver = InterceptingDriver.register();
                StubReseller stub = RealtimeStub.start();
                CrashScenario scenario = CrashScenario.uninterrupted(stub, BookLocation.sqlite(folder), folder, true);
                SpendLog book = scenario.book()) {
            scenario.order(book);
            assertThat(driver.query("PRAGMA synchronous")).as("EXTRA").isEqualTo("3");
            assertThat(driver.query("PRAGMA journal_mode")).isEqualTo("delete");
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
}
