package dev.certbridge.fleet;

import dev.certbridge.reseller.BulkOptions;
import dev.certbridge.reseller.CertificateReseller;
import dev.certbridge.reseller.book.Budget;
import dev.certbridge.reseller.book.OrderBook;
import dev.certbridge.reseller.csr.IssuedCertificate;
import dev.certbridge.reseller.order.Intent;
import dev.certbridge.reseller.order.Money;
import dev.certbridge.reseller.order.Order;
import dev.certbridge.reseller.order.Spending;
import dev.certbridge.reseller.spi.SpendLog;
import dev.certbridge.stub.StubReseller;
import dev.certbridge.stub.WireFault;
import dev.certbridge.stub.realtime.OrderOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A simulated year of a fleet at both stubs. The limits drop from 200 to 100 to 47 days on the way. A seed draws the
 * faults: lost answers before and after the order was booked, gateway errors, orders that end without a certificate,
 * failing reads, and ends of the process at any call of the book or of the deployment.
 */
public final class FleetYear {

    private static final Duration STEP = Duration.ofDays(1);
    private static final int STEPS = 365;
    /** The most days after the year. Faults of the year that still wait for their request happen in these days. */
    private static final int LAST_STEPS = 40;

    final Map<String, Integer> counts = new LinkedHashMap<>();
    final List<String> problems = new ArrayList<>();
    Duration closest = Duration.ofDays(1000);

    private final TestFleet fleet;
    private final Random random;
    private final List<CertificateSpec> specs = new ArrayList<>();
    private final Map<String, Integer> ended = new LinkedHashMap<>();
    private final KillPoint kill = new KillPoint();
    private final FleetRun run;
    private final FleetRun reader;
    private final Map<String, CertificateReseller> readers;

    FleetYear(Path folder, int certificates, long seed) {
        fleet = new TestFleet(folder, 2);
        random = new Random(seed);
        fleet.book.budget(Budget.of("year", 20L * certificates, new Money("EUR", 2500L * 20 * certificates)));
        for (int i = 0; i < certificates; i++) {
            CertificateSpec.Builder spec = i % 2 == 0
                    ? CertificateSpec.builder(
                            "c" + i, "regfish", "RapidSSL", Spending.unquoted().from("year"))
                    : CertificateSpec.builder("c" + i, "realtime", "ssl_example_dv", TestFleet.LIMIT.from("year"));
            specs.add(spec.names(List.of("c" + i + ".example.com")).build());
        }
        ValidityLimits limits = ValidityLimits.of(List.of(
                new ValidityLimits.Limit(day(0), 200),
                new ValidityLimits.Limit(day(120), 100),
                new ValidityLimits.Limit(day(240), 47)));
        OrderBook book = kill.wrap(SpendLog.class, SpendLog.of(fleet.book));
        Map<String, CertificateReseller> resellers = fleet.resellers(book);
        run = FleetRun.builder(resellers, book, fleet.vault, kill.wrap(Deployment.class, fleet.deployment))
                .clock(fleet.time)
                .limits(limits)
                .parallel(BulkOptions.parallel(4))
                .build();
        readers = fleet.resellers(fleet.book);
        reader = FleetRun.builder(readers, fleet.book, fleet.vault, fleet.deployment)
                .clock(fleet.time)
                .limits(limits)
                .build();
    }

    private static java.time.LocalDate day(int day) {
        return TestFleet.START.atZone(ZoneOffset.UTC).toLocalDate().plusDays(day);
    }

    /** Simulates the year, and then the days until no order is open. */
    void simulate() {
        for (int step = 0; step < STEPS; step++) {
            boolean faults = drawFaults();
            Set<Intent> planned = intents(reader.plan(specs).due());
            FleetReport report = null;
            try {
                report = run.run(specs, Duration.ZERO);
            } catch (KillPoint.Killed e) {
                count("kills");
            }
            kill.restart();
            count("runs");
            if (report != null) {
                check(planned, report, faults);
            }
            endSomeOrder(report);
            fleet.time.advance(STEP);
            personActs();
            noneExpired();
        }
        settle();
        countOrders();
    }

    private static Set<Intent> intents(List<FleetEntry> entries) {
        return entries.stream().map(entry -> entry.intent().orElseThrow()).collect(Collectors.toSet());
    }

    /** Compares what was ordered with the plan. Without faults, both are equal. */
    private void check(Set<Intent> planned, FleetReport report, boolean faults) {
        Set<Intent> ordered = new HashSet<>(report.ordered());
        if (!planned.containsAll(ordered)) {
            problems.add("ordered but not planned: " + ordered + " of " + planned);
        }
        if (!faults && !ordered.equals(planned)) {
            problems.add("planned " + planned + ", ordered " + ordered + ": " + report);
        }
    }

    private boolean drawFaults() {
        boolean faults = false;
        for (StubReseller stub : List.of(fleet.regfish, fleet.realtime)) {
            String order = stub == fleet.regfish
                    ? "createCertificate"
                    : random.nextBoolean() ? "requestCertificate" : "renewCertificate";
            String listing = stub == fleet.regfish ? "listCertificates" : "listProcesses";
            switch (random.nextInt(24)) {
                case 0 -> stub.when(order).unlessQuote().afterBooking().once().fault(WireFault.DROPPED);
                case 1 -> stub.when(order).unlessQuote().afterBooking().once().fault(WireFault.BAD_GATEWAY);
                case 2 -> stub.when(order).unlessQuote().beforeBooking().once().fault(WireFault.DROPPED);
                case 3 -> stub.when(listing).once().fault(WireFault.BAD_GATEWAY);
                default -> {
                    continue;
                }
            }
            // A fault waits for its request, so it may be met in a later step.
            pendingFaults++;
        }
        if (random.nextInt(6) == 0) {
            kill.arm(1 + random.nextInt(random.nextInt(4) == 0 ? 200 : 2 * specs.size() + 20), random.nextBoolean());
            faults = true;
        }
        return faults || pendingFaults > 0 || !fleet.book.unresolved().isEmpty();
    }

    private int pendingFaults;

    /** Ends an open order without a certificate now and then. */
    private void endSomeOrder(FleetReport report) {
        if (report == null || random.nextInt(10) != 0) {
            return;
        }
        List<FleetEntry> open = report.entries().stream()
                .filter(entry ->
                        entry.state() == FleetState.WAITING && entry.order().isPresent())
                .toList();
        if (open.isEmpty()) {
            return;
        }
        FleetEntry one = open.get(random.nextInt(open.size()));
        String id = one.order().orElseThrow().providerId();
        if (one.spec().reseller().equals("regfish")) {
            try {
                fleet.regfish.end(id, "rejected");
            } catch (IllegalStateException e) {
                // The last poll has issued it.
                return;
            }
        } else {
            fleet.realtime.end(Long.parseLong(id), OrderOutcome.FAILED);
        }
        // The stub leaves an order alone that has just been issued.
        if (readers.get(one.spec().reseller())
                        .orders()
                        .get(one.order().orElseThrow())
                        .state()
                == Order.State.ENDED) {
            ended.merge(one.spec().id(), 1, Integer::sum);
            count("ended without a certificate");
        }
    }

    /** Resolves the attempts that no run could resolve within two days. */
    private void personActs() {
        boolean old = fleet.book.unresolved().stream()
                .anyMatch(attempt -> attempt.begun().plus(Duration.ofDays(2)).isBefore(fleet.time.instant()));
        if (old) {
            count("attempts abandoned by a person", fleet.settleAsAPerson());
        }
    }

    private void noneExpired() {
        for (CertificateSpec spec : specs) {
            IssuedCertificate live = fleet.deployment.live.get(spec.id());
            if (live != null) {
                Duration left = Duration.between(fleet.time.instant(), live.notAfter());
                closest = left.compareTo(closest) < 0 ? left : closest;
                if (left.isNegative()) {
                    problems.add(spec.id() + " expired at " + live.notAfter());
                }
            }
        }
    }

    private void settle() {
        for (int day = 0; day < LAST_STEPS; day++) {
            // Some order is due on every day. The second and third run poll it until it is issued.
            run.run(specs, Duration.ZERO);
            run.run(specs, Duration.ZERO);
            if (run.run(specs, Duration.ZERO).worst() == FleetState.VALID) {
                return;
            }
            fleet.time.advance(STEP);
            personActs();
            noneExpired();
        }
        problems.add("not all are valid: "
                + reader.plan(specs).entries().stream()
                        .filter(entry -> entry.state() != FleetState.VALID)
                        .toList());
    }

    private void countOrders() {
        Map<String, Long> booked = fleet.ledger().stream()
                .collect(Collectors.groupingBy(entry -> entry.names().get(0), Collectors.counting()));
        for (CertificateSpec spec : specs) {
            int installed = fleet.deployment
                    .installed
                    .getOrDefault(spec.id(), List.of())
                    .size();
            long orders = booked.getOrDefault(spec.names().get(0), 0L);
            int failed = ended.getOrDefault(spec.id(), 0);
            if (orders != installed + failed) {
                problems.add(
                        spec.id() + ": " + orders + " orders, " + installed + " certificates, " + failed + " ended");
            }
            count("orders", (int) orders);
            count("certificates", installed);
        }
        long cents = fleet.realtime.ledger().charged().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        long allowed = 2500L * fleet.realtime.ledger().orders();
        if (cents > allowed || fleet.book.left("year").orElseThrow().cents() < 0) {
            problems.add(cents + " cents charged, " + allowed + " allowed");
        }
        count("EUR charged", (int) (cents / 100));
        fleet.close();
    }

    private void count(String what) {
        count(what, 1);
    }

    private void count(String what, int number) {
        counts.merge(what, number, Integer::sum);
    }

    /**
     * Simulates a year and prints a table of its figures, which an empty line ends. The arguments are the number of
     * certificates and the seed. Throws IllegalStateException if the year has problems.
     */
    public static void main(String[] values) throws IOException {
        int certificates = Integer.parseInt(values[0]);
        Instant begun = Instant.now();
        FleetYear year = new FleetYear(Files.createTempDirectory("fleet"), certificates, Long.parseLong(values[1]));
        year.simulate();
        if (!year.problems.isEmpty()) {
            throw new IllegalStateException("problems: " + year.problems);
        }
        System.out.printf(
                Locale.ROOT, "| a year of %,d certificates, seed %s | value |%n|---|---:|%n", certificates, values[1]);
        year.counts.put("days left of a certificate, least", (int) year.closest.toDays());
        year.counts.put("seconds", (int) Duration.between(begun, Instant.now()).toSeconds());
        year.counts.forEach((what, number) -> System.out.printf(Locale.ROOT, "| %s | %,d |%n", what, number));
        System.out.println();
        System.exit(0);
    }
}
