package dev.certbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.certbridge.fleet.CertificateSpec;
import dev.certbridge.fleet.FleetEntry;
import dev.certbridge.fleet.FleetPlan;
import dev.certbridge.fleet.FleetState;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.stub.StubOptions;
import dev.certbridge.stub.StubProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of {@code certbridge keep status}, and of the publishers of records. */
class KeepStatusTest extends StubbedCommandTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void status_calls_nobody_and_shows_what_was_deployed_by_hand() throws IOException {
        Path file = Files.writeString(folder.resolve("keep.yaml"), """
                defaults: {reseller: realtime, product: ssl_example_dv, spending: EUR:25.00}
                certificates:
                  - {id: old, names: [www.example.com]}
                  - {id: new, names: [new.example.com]}
                """);
        deployByHand("old", "www.example.com");
        CliRun run = CliRun.of("keep", "status", file.toString()).requireDone();
        assertThat(run.out().lines().toList())
                .satisfiesExactly(
                        first -> assertThat(first).matches("due +-  new: no certificate is deployed .*EUR:25.00.*"),
                        second -> assertThat(second).matches("valid +\\d+ d  old: nothing to do"),
                        third -> assertThat(third)
                                .isEqualTo("2 certificates: 1 valid, 1 due; a run orders 1, for at most EUR:25.00"));
        JsonNode document =
                CliRun.of("keep", "status", file.toString(), "--json").json();
        assertThat(document.get("certificates").get(1).get("daysLeft").intValue())
                .isBetween(1, 400);
        assertThat(folder.resolve("orders.db")).doesNotExist();
        assertThat(folder.resolve("stub")).doesNotExist();
    }

    /** Deploys a certificate without the command: the two files that servers read, and the link. */
    private IssuedCertificate deployByHand(String id, String name) throws IOException {
        try (ServedStub served = ServedStub.of("regfish", folder.resolve("other"))) {
            served.at("order " + name + " --out " + folder.resolve("made")).requireDone();
        }
        Path made = folder.resolve("made/regfish/" + name);
        Path version = Files.createDirectories(folder.resolve("certificates/archive/" + id + "/1"));
        for (String each : List.of("fullchain.pem", "privkey.pem")) {
            Files.copy(made.resolve(each), version.resolve(each));
        }
        Files.createDirectories(folder.resolve("certificates/live"));
        Files.createSymbolicLink(folder.resolve("certificates/live/" + id), Path.of("../archive/" + id + "/1"));
        return IssuedCertificate.parse(Files.readAllBytes(version.resolve("fullchain.pem")));
    }

    @Test
    void an_open_order_is_shown_without_a_connection() throws IOException {
        ServedStub served = serveSlow("regfish");
        Path file = Files.writeString(folder.resolve("keep.yaml"), """
                defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                book: stub/orders.db
                keys: stub/keys
                certificates: [{id: a, names: [a.example.com]}]
                """);
        served.run("keep " + file, "--once", "--timeout", "1").requireExit(ExitCode.DEADLINE.code());
        long received = served.stub().journal().received();
        CliRun run = CliRun.of("keep", "status", file.toString()).requireExit(ExitCode.DEADLINE.code());
        assertThat(run.out()).contains("waiting", "pass --live to ask the reseller");
        assertThat(served.stub().journal().received()).isEqualTo(received);
    }

    @Test
    void the_page_has_a_calendar_with_costs_needs_no_script_and_escapes_messages() throws IOException {
        FleetPlan plan = new FleetPlan(List.of(
                entry("quiet", FleetState.VALID, Optional.of(NOW.plus(Duration.ofDays(100))), "nothing to do"),
                entry("later", FleetState.VALID, Optional.of(NOW.plus(Duration.ofDays(130))), "nothing to do"),
                entry("now", FleetState.DUE, Optional.empty(), "no certificate is deployed"),
                entry(
                        "bad",
                        FleetState.FAILED,
                        Optional.of(NOW.plus(Duration.ofDays(5))),
                        "<script>alert(1)</script>")));
        String html = new KeepPage(plan, Clock.fixed(NOW.plusMillis(5), ZoneOffset.UTC)).html();
        assertThat(html)
                .containsSubsequence(">failed<", ">due<", ">valid<", "Coming renewals")
                .containsSubsequence("<b>November 2026</b><br>1 renewal, at most EUR:25.00", "title=\"now\">30 (1)")
                .containsSubsequence("<b>February 2027</b><br>1 renewal", "title=\"quiet\">8 (1)")
                .containsSubsequence("<b>March 2027</b>", "title=\"later\">10 (1)")
                .contains(
                        "&lt;script&gt;", "State of 2026-11-30T12:00:00Z.", "A run now orders 1, for at most EUR:25.00")
                .doesNotContain("<script", "http:", "https:", "src=");

        Path file = Files.writeString(folder.resolve("keep.yaml"), """
                defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                certificates: [{id: a, names: [a.example.com]}]
                """);
        Path page = folder.resolve("status.html");
        CliRun.of("keep", "status", file.toString(), "--html", page.toString()).requireDone();
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>").contains("a.example.com", "1 without a price");
        CliRun.of("keep", "status", file.toString(), "--html", folder.toString())
                .requireFailed(2, "the page " + folder);
    }

    private static FleetEntry entry(String id, FleetState state, Optional<Instant> notAfter, String message) {
        Spending limit = Spending.upTo("EUR", "25.00");
        return new FleetEntry(
                CertificateSpec.builder(id, "realtime", "p", limit)
                        .names(List.of(id + ".example.com"))
                        .build(),
                state,
                notAfter,
                notAfter.map(end -> end.minus(Duration.ofDays(30))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                message,
                state == FleetState.DUE ? Optional.of(limit) : Optional.empty());
    }

    @Test
    void a_program_publishes_the_records_and_a_bad_setting_names_its_line() throws IOException {
        ServedStub served = serve(StubProvider.named("regfish").start(StubOptions.defaults()));
        Path log = folder.resolve("log");
        Path program = Files.writeString(folder.resolve("dns"), "#!/bin/sh\necho \"$@\" >>" + log + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        String rest = """
                defaults: {reseller: regfish, product: RapidSSL, spending: unquoted}
                certificates: [{id: a, names: [a.example.com]}]
                """;
        Path file = Files.writeString(folder.resolve("keep.yaml"), "dns: {program: [" + program + "]}\n" + rest);
        served.run("keep " + file, "--once").requireDone();
        assertThat(Files.readString(log))
                .containsPattern("(?s)publish .*a\\.example\\.com .*remove .*a\\.example\\.com");

        Path key = Files.writeString(folder.resolve("tsig"), "key \"k\" { algorithm hmac-sha256; secret \"!\"; };");
        Map<String, String> wrong = Map.of(
                "{reseller: realtime}",
                "hosts no DNS zones",
                "{update: {server: 127.0.0.1, tsig-key-file: missing}}",
                "there is no TSIG key file",
                "{update: {server: 127.0.0.1, tsig-key-file: keep.yaml}}",
                "has no TSIG key",
                "{update: {server: a b, tsig-key-file: tsig}}",
                "write a host or address",
                "{update: {server: 127.0.0.1, tsig-key-file: " + key + "}}",
                "keep.yaml:1: ");
        for (Map.Entry<String, String> each : wrong.entrySet()) {
            Files.writeString(file, "dns: " + each.getKey() + "\n" + rest);
            served.run("keep " + file, "--once").requireFailed(2, "keep.yaml:1: ", each.getValue());
        }
        for (String server : List.of("127.0.0.1", "127.0.0.1:5353", "\"[::1]:53\"", "ns.example.net")) {
            Files.writeString(key, "key \"k\" {\n\talgorithm hmac-sha256;\n\tsecret \"c2VjcmV0\";\n};\n");
            Files.writeString(file, "dns: {update: {server: " + server + ", tsig-key-file: tsig}}\n" + rest);
            served.run("keep " + file, "--once").requireDone();
        }
        Files.writeString(file, "dns: {reseller: regfish}\n" + rest);
        served.run("keep " + file, "--once").requireDone();
    }
}
