package dev.certbridge.dns;

import java.nio.file.Path;

/** Updates of a real Knot. Skipped where it is not installed. */
class KnotUpdateTest extends DnsUpdateFixture {

    @Override
    RealDnsServer start(Path empty) throws Exception {
        return RealDnsServer.knot(empty);
    }

    @Override
    String refusal() {
        return "does not accept the key (BADKEY). Compare the name, algorithm and secret of the key, and the clocks of"
                + " both hosts. Check that the key may update the zone";
    }
}
