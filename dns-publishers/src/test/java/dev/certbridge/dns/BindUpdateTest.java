package dev.certbridge.dns;

import java.nio.file.Path;

/** Updates of a real BIND. Skipped where it is not installed. */
class BindUpdateTest extends DnsUpdateFixture {

    @Override
    RealDnsServer start(Path empty) throws Exception {
        return RealDnsServer.bind(empty);
    }

    @Override
    String refusal() {
        return "answered REFUSED to the update of _dnsauth.example.org."
                + " Allow the key to update the zone, and name the primary server";
    }
}
