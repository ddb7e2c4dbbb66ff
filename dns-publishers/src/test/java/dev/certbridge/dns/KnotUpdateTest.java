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
        return "does not accept the key (BADKEY). Compare its name, algorithm and secret, the clocks, and the zones that it may update";
    }
}
