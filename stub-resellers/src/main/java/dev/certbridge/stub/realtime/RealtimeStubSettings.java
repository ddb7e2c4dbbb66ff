package dev.certbridge.stub.realtime;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The settings of the stub. {@link RealtimeStub} documents and changes the settings. */
final class RealtimeStubSettings {

    volatile Set<String> ignoredFilters = Set.of();
    volatile boolean filtersIgnored;
    volatile boolean offsetIgnored;
    volatile boolean orderIgnored;
    volatile int longestPage = Integer.MAX_VALUE;
    volatile int listingLag;
    volatile boolean onlyReadsAdvance;
    volatile long centsOnTop;
    volatile long centsOfAnotherLine;
    volatile boolean acknowledgmentNeverAsked;
    volatile boolean everyAcknowledgmentAsked;
    volatile boolean quotesAreOrders;
    volatile @Nullable QuoteFlaw quoteFlaw;
    volatile ProcessIdLocation processIdPlace = ProcessIdLocation.HEADER;
    volatile @Nullable Integer acceptedStatus;
    volatile Duration dateHeaderOff = Duration.ZERO;
    volatile DownloadBodyType downloadForm = DownloadBodyType.BASE64_OF_PEM;
    volatile CommandEcho echo = CommandEcho.FULL;
    volatile OrderOutcome ending = OrderOutcome.DONE;
    volatile OrderOutcome cancelling = OrderOutcome.CANCELLED_AND_REFUNDED;
    volatile @Nullable Duration issuedAfter;
    volatile List<ProcessState> path = List.of();
    volatile boolean attentionRequired;
    volatile boolean noCertificates;
    volatile boolean anotherKey;
    volatile boolean anotherName;
    volatile boolean processIdsReused;

    void ignoreFilters(Set<String> fields) {
        Set<String> all = new TreeSet<>(ignoredFilters);
        all.addAll(fields);
        ignoredFilters = Set.copyOf(all);
    }

    boolean ignoresFilter(String field) {
        return filtersIgnored || ignoredFilters.contains(field);
    }

    Optional<Duration> issuedAfter() {
        return Optional.ofNullable(issuedAfter);
    }
}
