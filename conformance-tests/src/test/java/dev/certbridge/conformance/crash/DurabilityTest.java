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

/** What makes a commit last, read back from the very connections that an order was committed over. */
class DurabilityTest {

    @TempDir
    Path folder;

    @Test
    void SQLite_syncs_the_file_and_the_folder_at_every_commit_of_an_order() throws Exception {
        try (InterceptingDriver driver = InterceptingDriver.inFront();
                StubReseller stub = RealtimeStub.start();
                CrashScenario scene = scene(stub, CrashScenario.sqlite(folder));
                SpendLog book = scene.book()) {
            scene.order(book);
            assertThat(driver.ask("PRAGMA synchronous")).as("EXTRA").isEqualTo("3");
            assertThat(driver.ask("PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(driver.ask("PRAGMA fullfsync")).isEqualTo("1");
        }
    }

    @Test
    void PostgreSQL_flushes_every_commit_of_an_order_even_when_its_sessions_turn_forgetful() throws Exception {
        BookLocation place = Databases.emptySchema("forgetful");
        try (StubReseller stub = RealtimeStub.start();
                CrashScenario scene = scene(stub, place);
                SpendLog book = scene.book()) {
            Databases.run(
                    "forgetful",
                    "CREATE TABLE public.seen (setting TEXT)",
                    "CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.seen"
                            + " VALUES (current_setting('fsync') || ' ' || current_setting('synchronous_commit'));"
                            + " RETURN NEW; END $$",
                    "DO $$ DECLARE pages TEXT; BEGIN FOR pages IN SELECT schemaname || '.' || tablename FROM pg_tables"
                            + " WHERE tablename LIKE 'certbridge%' LOOP EXECUTE 'CREATE TRIGGER noting AFTER INSERT OR"
                            + " UPDATE ON ' || pages || ' FOR EACH ROW EXECUTE FUNCTION public.note()'; END LOOP; END $$",
                    "ALTER DATABASE forgetful SET synchronous_commit = off");
            scene.order(book);

            List<String> seen = Databases.ask("forgetful", "SELECT setting FROM public.seen");
            assertThat(seen)
                    .as("begin, answered with its order, settle with its order, at the least")
                    .hasSizeGreaterThan(4);
            assertThat(Set.copyOf(seen)).containsExactly("on on");
            assertThatIllegalStateException()
                    .as("opening it now")
                    .isThrownBy(scene::book)
                    .withMessageContaining("synchronous_commit=off");
        }
    }

    private CrashScenario scene(StubReseller stub, BookLocation place) throws Exception {
        return new CrashScenario(stub, (step, action) -> action.run(), place, folder, true);
    }
}
