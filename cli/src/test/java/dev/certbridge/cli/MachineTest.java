package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests with other languages, calendars, encodings and folders, which change nothing that programs read. */
class MachineTest extends StubbedCommandTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Duser.language=ar -Duser.country=EG",
                "-Duser.language=tr -Duser.country=TR",
                "-Duser.language=th -Duser.country=TH -Duser.extensions=u-ca-buddhist-nu-thai",
                "-Dfile.encoding=ISO-8859-1"
            })
    void the_language_of_the_machine_does_not_change_the_document(String options) throws Exception {
        ServedStub served = serve("realtime");
        ChildRun child = ChildRun.in(folder).options(options.split(" "));
        CliRun ordered = child.run(
                        order(served) + " --intent shop/1 --spend-up-to EUR:25.00 --json --out " + served.out())
                .requireDone();
        JsonNode result = ordered.result();
        assertThat(result.get("charged").textValue()).isEqualTo("EUR:25.00");
        assertThat(result.get("certificate").get("notAfter").textValue()).matches("20\\d\\d-\\d\\d-\\d\\dT[0-9:]+Z");
        assertThat(ordered.out()).as("digits").containsPattern("^\\p{ASCII}+$");

        CliRun again = served.buy("shop/1", "--force").requireDone();
        assertThat(again.values("order"))
                .as("the book reads the same")
                .containsExactly(result.get("id").textValue());
        assertThat(served.stub().ledger().orders()).isEqualTo(1);
    }

    @Test
    void the_library_of_the_book_is_unpacked_once_and_not_into_the_temporary_folder() throws Exception {
        Path book = folder.resolve("orders.db");
        ChildRun child = ChildRun.in(folder).options("-Djava.io.tmpdir=" + folder.resolve("gone"));
        List<FileTime> written = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            child.run("budget a --orders 1 --money EUR:1.00 --book " + book).requireDone();
            try (Stream<Path> files = Files.list(folder.resolve("orders.db.native"))) {
                List<Path> all = files.toList();
                assertThat(all).hasSize(1);
                written.add(Files.getLastModifiedTime(all.get(0)));
            }
        }
        assertThat(written.get(1)).isEqualTo(written.get(0));
    }

    @Test
    void a_library_that_somebody_changed_is_unpacked_again() throws Exception {
        Path book = folder.resolve("orders.db");
        ChildRun child = ChildRun.in(folder).options("-Djava.io.tmpdir=" + folder.resolve("gone"));
        String budget = "budget a --orders 1 --money EUR:1.00 --book " + book;
        child.run(budget).requireDone();
        try (Stream<Path> files = Files.list(folder.resolve("orders.db.native"))) {
            Files.writeString(files.findFirst().orElseThrow(), "no library");
        }
        child.run(budget).requireDone();
    }

    @Test
    void a_folder_name_that_the_locale_cannot_decode_is_refused_in_one_line() throws Exception {
        ServedStub served = serve("realtime");
        // By a shell: we may be run in such a locale ourselves.
        String odd = "folder=$(printf 'b\\303\\274ro'); mkdir \"$folder\"; cd \"$folder\"";
        ChildRun child = ChildRun.in(folder).with("LC_ALL", "C").after(odd);
        CliRun run = child.run(order(served) + " --intent shop/1 --spend-up-to EUR:25.00");
        run.requireOneLine();
        assertThat(run.err()).contains("current folder", "LC_ALL=C.UTF-8");
        assertThat(served.stub().journal().received()).isZero();
    }

    @Test
    void an_argument_that_the_locale_cannot_decode_is_refused_before_anything_is_sent() throws Exception {
        ServedStub served = serve("realtime");
        ChildRun.in(folder)
                .with("LC_ALL", "C")
                .after("set -- \"$@\" --intent \"$(printf 'b\\303\\274ro-1')\"")
                .run(order(served))
                .requireFailed(1, "could not be decoded", "LC_ALL=C.UTF-8");
        assertThat(served.stub().journal().received()).isZero();
        assertThat(served.book()).doesNotExist();
    }

    private static String order(ServedStub served) {
        return "order " + ServedStub.NAME + " --reseller realtime --stub-url "
                + served.stub().uri() + " --book " + served.book();
    }
}
