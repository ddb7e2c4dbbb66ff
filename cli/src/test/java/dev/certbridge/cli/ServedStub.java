package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.spi.ResellerProvider;
import dev.certbridge.stub.CannedFailure;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import dev.certbridge.stub.StubReseller;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A stub that runs while commands come and go, and where they write.
 *
 * @param stub the stub
 * @param folder for files and the order book
 */
record ServedStub(StubReseller stub, Path folder) implements AutoCloseable {

    static final String NAME = "www.example.com";

    static ServedStub of(String reseller, Path folder) {
        return of(reseller, folder, StubOptions.defaults());
    }

    static ServedStub of(String reseller, Path folder, StubOptions options) {
        return new ServedStub(StubProvider.named(reseller).start(options), folder);
    }

    /** A command with an id or a reseller; the first text may hold several arguments. */
    CliRun run(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command.split(" ")));
        line.addAll(1, List.of("--stub-url", stub.uri().toString()));
        return CliRun.of(with(line, arguments));
    }

    /** A command about the reseller. */
    CliRun at(String command, String... arguments) {
        return run(command, with(List.of("--reseller", stub.name()), arguments));
    }

    /** A command about the reseller, with the order book. */
    CliRun booked(String command, String... arguments) {
        return at(command, with(List.of("--book", book().toString()), arguments));
    }

    /** A command about the order book alone. */
    CliRun book(String command, String... arguments) {
        return CliRun.of(with(List.of((command + " --book " + book()).split(" ")), arguments));
    }

    /** An order without a book. */
    CliRun order(String... arguments) {
        return at("order", with(List.of(NAME, "--out", out()), arguments));
    }

    /** An order with an intent of the order book. */
    CliRun buy(String intent, String... more) {
        return booked("order", with(List.of(NAME, "--out", out(), "--intent", intent), more));
    }

    /** The id of an order that is not waited for. */
    String placed(String... arguments) {
        CliRun run = order(with(List.of("--timeout", "1"), arguments));
        assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DEADLINE.code());
        return run.values("order").get(0);
    }

    /** The id of an order of this intent that is not waited for. */
    String pending(String intent) {
        return buy(intent, "--timeout", "1")
                .requireExit(ExitCode.DEADLINE.code())
                .value("order");
    }

    /** Orders with the intent shop/1. The stub books the order, and its answer is lost. */
    void lose() {
        failOrder(CannedFailure.drop().afterBooking());
        assertThat(stub.ledger().orders()).isEqualTo(1);
    }

    /** Orders with the intent shop/1, and gets this failure in place of the answer. */
    void failOrder(CannedFailure failure) {
        stub.answer(stub.name().equals("regfish") ? "createCertificate" : "requestCertificate", failure);
        buy("shop/1", "--unquoted").requireExit(ExitCode.OUTCOME_UNKNOWN.code());
    }

    /** Provider, environment and account, as in ids. */
    String target() {
        return stub.name() + ":" + stub.uri().getAuthority().replace(":", "%3A") + ":"
                + EmbeddedStub.account(provider());
    }

    /** The id of the first order, as a listing tells it: without the key. */
    String lostId() {
        return "certbridge:" + target() + ":order:"
                + stub.ledger().entries().get(0).orderId() + ":-:-";
    }

    String out() {
        return folder.resolve("out").toString();
    }

    Path book() {
        return folder.resolve("orders.db");
    }

    WrittenFiles written() {
        return WrittenFiles.at(folder.resolve("out"), stub.name(), NAME);
    }

    ResellerProvider provider() {
        return ResellerProvider.named(stub.name());
    }

    @Override
    public void close() {
        stub.close();
        assertThat(stub.contractViolations()).isEmpty();
    }

    /** Opens the order book in this file, as a command does. */
    static OrderBook openBook(Path file) {
        return BookLocations.at(file, new PrintWriter(Writer.nullWriter()));
    }

    static String[] with(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
    }
}
