package dev.certbridge.realtime;

import dev.certbridge.realtime.generated.model.Process;
import dev.certbridge.reseller.order.OrderRequest;
import dev.certbridge.reseller.spi.Snapshot;
import dev.certbridge.reseller.spi.SpendLog;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One look at what the reseller lists before something is sent, and the snapshot the book keeps of it. Looks when it is
 * first needed, and once only, however many orders it serves.
 */
final class RealtimePreOrderSnapshot {

    private static final String SERIAL = "serial ";

    private final RealtimeClient client;
    private final SpendLog book;
    private final String target;
    private final Clock clock;
    private final Supplier<Stream<Process>> reading;
    private @Nullable List<Process> listed;
    private @Nullable Long number;

    /** A look that reads this; {@code clock} is used only where the reseller tells no time at all. */
    RealtimePreOrderSnapshot(
            RealtimeClient client, SpendLog book, String target, Clock clock, Supplier<Stream<Process>> reading) {
        this.client = client;
        this.book = book;
        this.target = target;
        this.clock = clock;
        this.reading = reading;
    }

    /** Open orders for the same product and names. */
    List<String> openFor(OrderRequest request) {
        return listed().stream()
                .filter(RealtimeProcesses::isOrder)
                .filter(process -> RealtimeMapper.running(RealtimeMapper.status(process)))
                .filter(process ->
                        RealtimeProcesses.isFor(process, request.names().get(0)))
                .filter(process -> RealtimeProcesses.mayBeFor(process, request))
                .map(process -> String.valueOf(process.getId()))
                .toList();
    }

    /** The number of the snapshot in the book. */
    long snapshot(Optional<String> oldSerial) {
        if (number == null) {
            Set<String> seen = new HashSet<>();
            listed().forEach(process -> seen.add(String.valueOf(process.getId())));
            oldSerial.ifPresent(serial -> seen.add(SERIAL + serial));
            number = book.keep(new Snapshot(target, now(), seen));
        }
        return number;
    }

    /** The serial number of the certificate that a snapshot was taken before the reissue of. */
    static Optional<String> oldSerial(Snapshot snapshot) {
        return snapshot.seen().stream()
                .filter(entry -> entry.startsWith(SERIAL))
                .map(entry -> entry.substring(SERIAL.length()))
                .findFirst();
    }

    private List<Process> listed() {
        if (listed == null) {
            listed = reading.get().toList();
        }
        return listed;
    }

    /** By the reseller's own clock, which is what its processes are dated by. */
    private Instant now() {
        return client.lastServerTime().or(this::newest).orElseGet(clock::instant);
    }

    private Optional<Instant> newest() {
        return listed().stream()
                .map(Process::getCreatedDate)
                .filter(Objects::nonNull)
                .map(date -> date.toInstant())
                .max(Comparator.naturalOrder());
    }
}
