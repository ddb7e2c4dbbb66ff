package dev.certbridge.stub.regfish;

import dev.certbridge.stub.StubOptions;

/** How this regfish differs from a kind one; {@link RegfishStub} tells what each is for. Read at every request. */
final class RegfishStubSettings {

    /** A change that never comes. */
    static final int NEVER = 0;

    // One commercial year. Longer than any certificate on purpose: whoever mixes the two ends up is found out.
    private static final int CONTRACT_DAYS = 365;

    volatile boolean requiresDns;
    volatile int recordsFromLook;
    volatile int recordsChangeOnLook = NEVER;
    volatile int earlyDownloads;
    volatile int oldLeafReads;
    volatile int oldFileDownloads;
    volatile int listingLag;
    volatile boolean listingIsALook;
    volatile boolean anotherKey;
    volatile boolean anotherName;
    volatile String ending = "";
    volatile boolean backwards;
    volatile boolean noCertificates;
    volatile boolean holdsBackUnusableOrganizations;
    volatile int contractDays = CONTRACT_DAYS;

    RegfishStubSettings(StubOptions options) {
        this.recordsFromLook = options.lateRecords() ? 1 : 0;
        this.earlyDownloads = options.downloadLag();
    }
}
