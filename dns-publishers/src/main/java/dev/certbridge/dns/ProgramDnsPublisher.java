package dev.certbridge.dns;

import dev.certbridge.reseller.DnsPublisher;
import dev.certbridge.reseller.failure.OperationRef;
import dev.certbridge.reseller.failure.ProviderFaultException;
import dev.certbridge.reseller.order.DomainValidation.DnsRecord;
import dev.certbridge.reseller.system.ProgramRun;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Publishes records with an external program. The publisher appends four arguments to the command: {@code publish} or
 * {@code remove}, the name of the record without a trailing dot, the type of the record, and the value of the record.
 * The publisher may publish a record several times, and may remove a record whose publication failed. The program must
 * therefore succeed if the record to publish already exists, or if the record to remove does not exist. Each run of the
 * program has a time limit. This class is thread-safe if the program can run several times at once.
 */
public final class ProgramDnsPublisher implements DnsPublisher {

    private final List<String> command;
    private final Duration limit;

    private ProgramDnsPublisher(List<String> command, Duration limit) {
        this.command = command;
        this.limit = limit;
    }

    /**
     * Returns a publisher that runs the given program.
     *
     * @param command the program and its first arguments; the publisher does not use a shell
     * @param limit the time limit of each run; the publisher then stops the program
     * @throws IllegalArgumentException the command is empty
     */
    public static ProgramDnsPublisher of(List<String> command, Duration limit) {
        if (command.isEmpty() || command.get(0).isBlank()) {
            throw new IllegalArgumentException("no program for DNS records was given. Give the path of a program");
        }
        return new ProgramDnsPublisher(List.copyOf(command), limit);
    }

    /**
     * Runs the program with the argument {@code publish}.
     *
     * @return a handle that runs the program with the argument {@code remove} when the handle is closed
     * @throws ProviderFaultException the program ended with status 75 (a temporary failure) or did not end in time
     * @throws IllegalStateException the program could not be started, or ended with a status other than 0 and 75
     */
    @Override
    public AutoCloseable publish(DnsRecord record) {
        run("publish", record);
        return () -> run("remove", record);
    }

    private void run(String operation, DnsRecord record) {
        ProgramRun run = ProgramRun.of(
                Stream.concat(command.stream(), Stream.of(operation, record.name(), record.type(), record.value()))
                        .toList(),
                limit);
        switch (run.outcome()) {
            case SUCCEEDED -> {}
            case FAILED -> throw new IllegalStateException(failure(operation, record, run));
            case FAILED_TEMPORARILY, STOPPED ->
                throw new ProviderFaultException(
                        OperationRef.of("program", operation), 0, failure(operation, record, run), null);
        }
    }

    private static String failure(String operation, DnsRecord record, ProgramRun run) {
        return "cannot " + operation + " " + record + ": " + run.message();
    }

    @Override
    public String toString() {
        return "DNS records with " + command.get(0);
    }
}
